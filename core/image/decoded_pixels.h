// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as its decoder gives it, before alpha, grey and orientation are dealt with.
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
};

/// 16-bit values on the 8-bit scale, rounded to nearest.
constexpr std::uint8_t narrow_to_8_bits(std::uint16_t value) {
    return static_cast<std::uint8_t>((std::uint32_t{value} + 128) / 257);
}

/// Decodes whatever OpenCV's codecs read. Error(kInput) with `where` when the data is damaged.
/// Only in builds with OpenCV.
DecodedPixels opencv_decode(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
