// SPDX-License-Identifier: GPL-3.0-or-later
// An 8-bit image in memory: the pixel type of photos, crops, sheets and frames. Torch- and OpenCV-free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bplf {

/// 8-bit pixels, row-major, interleaved ([H, W, C]); C is 1 (grey) or 3 (red, green, blue). A value type.
struct Image {
    int width = 0;
    int height = 0;
    int channels = 1;
    std::vector<std::uint8_t> pixels;

    Image() = default;
    /// An image filled with `value`. Precondition: width, height >= 0, channels 1 or 3.
    Image(int image_width, int image_height, int image_channels, std::uint8_t value = 0)
        : width(image_width),
          height(image_height),
          channels(image_channels),
          pixels(static_cast<std::size_t>(image_width) * static_cast<std::size_t>(image_height) *
                     static_cast<std::size_t>(image_channels),
                 value) {}

    bool empty() const { return pixels.empty(); }
    std::uint8_t& at(int x, int y, int c = 0) { return pixels[index(x, y, c)]; }
    std::uint8_t at(int x, int y, int c = 0) const { return pixels[index(x, y, c)]; }
    bool operator==(const Image&) const = default;

  private:
    std::size_t index(int x, int y, int c) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                   static_cast<std::size_t>(channels) +
               static_cast<std::size_t>(c);
    }
};

/// The image in the middle of a black square. Precondition: side >= width, height.
Image centred_on_black(const Image& image, int side);

/// SHA-256 (hex) of the pixels alone: two images with equal pixels have equal hashes whatever file they sit in.
std::string pixel_hash(const Image& image);

}  // namespace bplf
