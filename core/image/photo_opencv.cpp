// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding with OpenCV; left out of builds without it.
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <limits>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/png.h"

namespace bplf {
namespace {

[[noreturn]] void throw_damaged(const std::string& where) {
    throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
}

cv::Mat decode(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_input_error("is too large for a picture.", where);
    }
    std::vector<std::byte> plain = without_png_profile(bytes);
    const cv::Mat file(1, static_cast<int>(plain.size()), CV_8UC1, plain.data());
    try {
        // "Unchanged" keeps alpha, 16 bits and grey; orientation is applied by the caller.
        cv::Mat pixels = cv::imdecode(file, cv::IMREAD_UNCHANGED);
        if (pixels.empty()) throw_damaged(where);
        return pixels;
    } catch (const cv::Exception& error) {
        // Among others: the limits a user sets with OPENCV_IO_MAX_IMAGE_PIXELS and its like.
        throw_input_error("cannot be decoded: " + error.err + ".", where);
    }
}

void append_row(const cv::Mat& mat, int y, std::vector<std::uint8_t>& values) {
    const int count = mat.cols * mat.channels();
    if (mat.depth() == CV_8U) {
        const auto* row = mat.ptr<std::uint8_t>(y);
        values.insert(values.end(), row, row + count);
        return;
    }
    const auto* row = mat.ptr<std::uint16_t>(y);
    for (int i = 0; i < count; ++i) values.push_back(narrow_to_8_bits(row[i]));
}

}  // namespace

DecodedPixels opencv_decode(std::span<const std::byte> bytes, const std::string& where) {
    const cv::Mat mat = decode(bytes, where);
    if (mat.depth() != CV_8U && mat.depth() != CV_16U) {
        throw_input_error("has pixels that are neither 8 nor 16 bits.", where,
                          "Convert the picture to 8 bits per channel.");
    }
    DecodedPixels pixels{mat.cols, mat.rows, mat.channels(), {}};
    if (pixels.channels > 4) throw_damaged(where);
    pixels.values.reserve(mat.total() * static_cast<std::size_t>(pixels.channels));
    for (int y = 0; y < mat.rows; ++y) append_row(mat, y, pixels.values);
    if (pixels.channels < 3) return pixels;
    const auto step = static_cast<std::size_t>(pixels.channels);
    for (std::size_t i = 0; i + 2 < pixels.values.size(); i += step) {  // OpenCV stores BGR
        std::swap(pixels.values[i], pixels.values[i + 2]);
    }
    return pixels;
}

}  // namespace bplf
