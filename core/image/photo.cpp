// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo.h"

#include <algorithm>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/photo_header.h"
#include "core/image/stb.h"

namespace bplf {
namespace {

void check_size(const PhotoHeader& header, const std::string& where) {
    const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height);
    if (header.width <= 0 || header.height <= 0) {
        throw_input_error("is an empty picture (" + size + " pixels).", where);
    }
    if (header.width > kPhotoSideLimit || header.height > kPhotoSideLimit ||
        header.width * header.height >= kPhotoPixelLimit) {
        throw_input_error("is too large (" + size + " pixels).", where,
                          "Scale it below 100 megapixels and " + std::to_string(kPhotoSideLimit) + " pixels per side.");
    }
}

DecodedPixels decode(std::span<const std::byte> bytes, const PhotoHeader& header, const std::string& where) {
#ifdef BPLF_HAVE_OPENCV
    static_cast<void>(header);
    return opencv_decode(bytes, where);
#else
    const bool known =
        header.format == PhotoFormat::kJpeg || header.format == PhotoFormat::kPng || header.format == PhotoFormat::kBmp;
    if (!known) {
        throw_input_error("is in a format this build cannot read.", where,
                          "Use JPEG, PNG or BMP, or a build with OpenCV.");
    }
    return stb_decode(bytes, where);
#endif
}

std::uint8_t over_white(std::uint8_t value, std::uint8_t alpha) {
    const int weighted = value * alpha + 255 * (255 - alpha);
    return static_cast<std::uint8_t>((weighted + 127) / 255);
}

/// The picture with 1 or 3 channels: alpha laid on white (or dropped), grey folded to one channel.
Image flatten(const DecodedPixels& pixels, bool grey, bool use_alpha) {
    const int colors = pixels.channels >= 3 ? 3 : 1;
    const bool has_alpha = pixels.channels == 2 || pixels.channels == 4;
    const int kept = grey ? 1 : colors;
    Image image(pixels.width, pixels.height, kept);
    const std::uint8_t* from = pixels.values.data();
    for (auto to = image.pixels.begin(); to != image.pixels.end(); from += pixels.channels) {
        const std::uint8_t alpha = has_alpha && use_alpha ? from[colors] : 255;
        for (int c = 0; c < kept; ++c) *to++ = over_white(from[c], alpha);
    }
    return image;
}

Image transpose(const Image& image) {
    Image turned(image.height, image.width, image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (int c = 0; c < image.channels; ++c) turned.at(y, x, c) = image.at(x, y, c);
        }
    }
    return turned;
}

void mirror_rows(Image& image) {
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width / 2; ++x) {
            for (int c = 0; c < image.channels; ++c) {
                std::swap(image.at(x, y, c), image.at(image.width - 1 - x, y, c));
            }
        }
    }
}

void mirror_columns(Image& image) {
    const auto row = static_cast<std::ptrdiff_t>(image.width) * image.channels;
    for (int y = 0; y < image.height / 2; ++y) {
        const auto top = image.pixels.begin() + y * row;
        std::swap_ranges(top, top + row, image.pixels.begin() + (image.height - 1 - y) * row);
    }
}

/// EXIF orientations as transposition, then mirroring: 5…8 are the turned ones.
Image upright(Image image, int orientation) {
    if (orientation >= 5) image = transpose(image);
    const bool left_right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    const bool up_down = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    if (left_right) mirror_rows(image);
    if (up_down) mirror_columns(image);
    return image;
}

}  // namespace

Image read_photo(std::span<const std::byte> bytes, const std::string& where) {
    const PhotoHeader header = read_photo_header(bytes, where);
    check_size(header, where);
    if (header.format == PhotoFormat::kJpeg && !jpeg_is_complete(bytes)) {
        throw_input_error("ends early: this JPEG is cut short.", where,
                          "The copy was probably interrupted. Copy the photo again.");
    }
    const DecodedPixels pixels = decode(bytes, header, where);
    // The fourth byte of a BMP pixel is filling, and usually 0, not transparency.
    const bool use_alpha = header.format != PhotoFormat::kBmp;
    return upright(flatten(pixels, header.grey, use_alpha), header.orientation);
}

Image read_photo(const std::filesystem::path& path) {
    const std::string content = read_file(path);
    return read_photo(std::as_bytes(std::span(content)), path.string());
}

}  // namespace bplf
