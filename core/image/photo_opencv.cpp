// SPDX-License-Identifier: GPL-3.0-or-later
// BMP and PNM through OpenCV, for which no library of their own is kept; left out of builds without it.
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <limits>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"

namespace bplf {
namespace {

[[noreturn]] void throw_damaged(const std::string& where) {
    throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
}

cv::Mat decode(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_input_error("is too large for a picture.", where);
    }
    const cv::Mat file(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::byte*>(bytes.data()));
    try {
        // "Unchanged" keeps 16 bits and grey.
        cv::Mat pixels = cv::imdecode(file, cv::IMREAD_UNCHANGED);
        const bool known = pixels.depth() == CV_8U || pixels.depth() == CV_16U;
        if (pixels.empty() || !known || pixels.channels() > 4) throw_damaged(where);
        return pixels;
    } catch (const cv::Exception& error) {
        // Among others: the limits a user sets with OPENCV_IO_MAX_IMAGE_PIXELS and its like.
        throw_input_error("cannot be decoded: " + error.err + ".", where);
    }
}

template <typename Value>
void append(const Value* pixel, int channels, int largest, std::vector<std::uint8_t>& values) {
    const auto white = static_cast<std::uint32_t>(largest);
    if (channels < 3) {
        values.push_back(narrow_to_8_bits(pixel[0], white));
        return;
    }
    // OpenCV stores BGR. The fourth byte of a BMP pixel is filling, and usually 0, not transparency.
    for (const int c : {2, 1, 0}) values.push_back(narrow_to_8_bits(pixel[c], white));
}

DecodedPixels pixels_of(const cv::Mat& mat, int largest) {
    DecodedPixels pixels{mat.cols, mat.rows, mat.channels() >= 3 ? 3 : 1, {}};
    pixels.values.reserve(value_count(pixels.width, pixels.height, pixels.channels));
    for (int y = 0; y < mat.rows; ++y) {
        for (int x = 0; x < mat.cols; ++x) {
            const int at = x * mat.channels();
            if (mat.depth() == CV_8U) {
                append(mat.ptr<std::uint8_t>(y) + at, mat.channels(), largest, pixels.values);
            } else {
                append(mat.ptr<std::uint16_t>(y) + at, mat.channels(), largest, pixels.values);
            }
        }
    }
    return pixels;
}

}  // namespace

DecodedPixels decode_bmp(std::span<const std::byte> bytes, const std::string& where) {
    return pixels_of(decode(bytes, where), 255);
}

DecodedPixels decode_pnm(std::span<const std::byte> bytes, int largest, const std::string& where) {
    return pixels_of(decode(bytes, where), largest);
}

}  // namespace bplf
