// SPDX-License-Identifier: GPL-3.0-or-later
// Activations as plans hold them: channels innermost, [pixel][channel]. Torch-free.
#pragma once

#include <span>
#include <vector>

namespace bplf {

/// Shape of a level's activations; pixels are stored [pixel][channel].
struct LevelGrid {
    int channels = 0, height = 0, width = 0;
    int pixels() const { return height * width; }
    std::size_t size() const { return static_cast<std::size_t>(pixels()) * static_cast<std::size_t>(channels); }
};

/// Space to depth as flow::squeeze: `in` of `from` to `out` of {4·channels, height/2, width/2}; the inverse with
/// `back`.
void squeeze_pixels(const std::vector<float>& in, LevelGrid from, std::vector<float>& out, bool back);

/// [C, H, W] to [pixel][channel].
void to_pixels(std::span<const float> planes, LevelGrid grid, std::span<float> pixels);
/// The inverse.
void to_planes(std::span<const float> pixels, LevelGrid grid, std::span<float> planes);

}  // namespace bplf
