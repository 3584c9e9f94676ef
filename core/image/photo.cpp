// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo.h"

#include <algorithm>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/photo_header.h"

namespace bplf {
namespace {

DecodedPixels decode(std::span<const std::byte> bytes, const PhotoHeader& header, const std::string& where) {
    switch (header.format) {
        case PhotoFormat::kPng:
            return decode_png(bytes, where);
        case PhotoFormat::kGif:
            return decode_gif(bytes, where);
#if defined(BPLF_HAVE_OPENCV) || defined(BPLF_HAVE_STB)
        case PhotoFormat::kBmp:
            return decode_bmp(bytes, where);
#endif
#ifdef BPLF_HAVE_LIBJPEG
        case PhotoFormat::kJpeg:
            return decode_jpeg(bytes, where);
#endif
#ifdef BPLF_HAVE_LIBTIFF
        case PhotoFormat::kTiff:
            return decode_tiff(bytes, where);
#endif
#ifdef BPLF_HAVE_LIBWEBP
        case PhotoFormat::kWebp:
            return decode_webp(bytes, where);
#endif
#ifdef BPLF_HAVE_OPENCV
        case PhotoFormat::kPnm:
            return decode_pnm(bytes, header.largest, where);
#endif
        default:
            throw_input_error("is in a format that this build cannot read.", where, "Save it as PNG.");
    }
}

std::uint8_t over_white(std::uint8_t value, std::uint8_t alpha) {
    const int weighted = value * alpha + 255 * (255 - alpha);
    return static_cast<std::uint8_t>((weighted + 127) / 255);
}

/// The picture with 1 or 3 channels: alpha laid on white.
Image flatten(const DecodedPixels& pixels) {
    const int kept = pixels.channels >= 3 ? 3 : 1;
    const bool has_alpha = pixels.channels == 2 || pixels.channels == 4;
    Image image(pixels.width, pixels.height, kept);
    const std::uint8_t* from = pixels.values.data();
    for (auto to = image.pixels.begin(); to != image.pixels.end(); from += pixels.channels) {
        const std::uint8_t alpha = has_alpha ? from[kept] : 255;
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

void check_photo_size(std::int64_t width, std::int64_t height, const std::string& where) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height);
    if (width <= 0 || height <= 0) {
        throw_input_error("is an empty picture (" + size + " pixels).", where);
    }
    if (width > kPhotoSideLimit || height > kPhotoSideLimit || width * height >= kPhotoPixelLimit) {
        throw_input_error("is too large (" + size + " pixels).", where,
                          "Scale it below 100 megapixels and " + std::to_string(kPhotoSideLimit) + " pixels per side.");
    }
}

Image read_photo(std::span<const std::byte> bytes, const std::string& where, std::string* warning) {
    const PhotoHeader header = read_photo_header(bytes, where);
    if (header.has_size) check_photo_size(header.width, header.height, where);
    const DecodedPixels pixels = decode(bytes, header, where);
    if (warning != nullptr) *warning = pixels.warning;
    return upright(flatten(pixels), pixels.orientation);
}

Image read_photo(const std::filesystem::path& path, std::string* warning) {
    const std::string content = read_file(path);
    return read_photo(std::as_bytes(std::span(content)), path.string(), warning);
}

}  // namespace bplf
