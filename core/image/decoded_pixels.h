// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as its decoder gives it, before alpha and orientation are dealt with; one decoder per format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bplf {

/// 8-bit values, row-major, of 1 to 4 interleaved channels: grey, grey + alpha, RGB, RGBA.
struct DecodedPixels {
    int width = 0;
    int height = 0;
    int channels = 0;
    std::vector<std::uint8_t> values;
    int orientation = 1;       ///< EXIF's, 1…8, still to be applied
    std::string warning = {};  ///< what is wrong with the file though it could be decoded; a sentence, or empty
};

/// The decoders. Each checks the size by its library's own numbers before it allocates (check_photo_size).
/// Error(kInput) with `where` when the data is damaged, cut short, or of a kind within the format that is not read.
/// Of an animation the first frame. Those of libraries that a build lacks are absent (CMakeLists.txt).
DecodedPixels decode_png(std::span<const std::byte> bytes, const std::string& where);
DecodedPixels decode_jpeg(std::span<const std::byte> bytes, const std::string& where);
DecodedPixels decode_tiff(std::span<const std::byte> bytes, const std::string& where);
DecodedPixels decode_webp(std::span<const std::byte> bytes, const std::string& where);
DecodedPixels decode_gif(std::span<const std::byte> bytes, const std::string& where);
DecodedPixels decode_bmp(std::span<const std::byte> bytes, const std::string& where);
/// `largest`: the value that the file calls white, 1…65535.
DecodedPixels decode_pnm(std::span<const std::byte> bytes, int largest, const std::string& where);

/// Error(kInput) for a picture without pixels or beyond the limits of photo.h.
void check_photo_size(std::int64_t width, std::int64_t height, const std::string& where);

/// How many values a picture of this size has.
constexpr std::size_t value_count(int width, int height, int channels) {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels);
}

/// A value of 0…largest on the 8-bit scale, rounded to nearest; larger ones are white.
constexpr std::uint8_t narrow_to_8_bits(std::uint32_t value, std::uint32_t largest = 65535) {
    return static_cast<std::uint8_t>(value >= largest ? 255 : (value * 255 + largest / 2) / largest);
}

}  // namespace bplf
