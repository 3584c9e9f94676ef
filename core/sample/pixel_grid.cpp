// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/pixel_grid.h"

namespace bplf {

void squeeze_pixels(const std::vector<float>& in, LevelGrid from, std::vector<float>& out, bool back) {
    const int half_width = from.width / 2;
    for (int y = 0; y < from.height; ++y) {
        for (int x = 0; x < from.width; ++x) {
            const int small = ((y / 2) * half_width + x / 2) * from.channels * 4 + (y % 2) * 2 + x % 2;
            const int large = (y * from.width + x) * from.channels;
            for (int c = 0; c < from.channels; ++c) {
                const auto a = static_cast<std::size_t>(large + c), b = static_cast<std::size_t>(small + c * 4);
                if (back)
                    out[a] = in[b];
                else
                    out[b] = in[a];
            }
        }
    }
}

void to_pixels(std::span<const float> planes, LevelGrid grid, std::span<float> pixels) {
    const auto channels = static_cast<std::size_t>(grid.channels), count = static_cast<std::size_t>(grid.pixels());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t p = 0; p < count; ++p) pixels[p * channels + c] = planes[c * count + p];
}

void to_planes(std::span<const float> pixels, LevelGrid grid, std::span<float> planes) {
    const auto channels = static_cast<std::size_t>(grid.channels), count = static_cast<std::size_t>(grid.pixels());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t p = 0; p < count; ++p) planes[c * count + p] = pixels[p * channels + c];
}

}  // namespace bplf
