// SPDX-License-Identifier: GPL-3.0-or-later
// The linear maps between a pyramid's parts (flow/pyramid/colour.h, haar.h) on [pixel][channel]. Torch-free.
#pragma once

#include <vector>

#include "core/sample/pixel_grid.h"

namespace bplf {

/// R, G, B of each pixel to Y, U, V in place; the inverse.
void rgb_to_yuv(std::vector<float>& pixels);
void yuv_to_rgb(std::vector<float>& pixels);

/// fine: [2H · 2W][C]; mean: [H · W][C]; details: [H · W][3C], u of every channel, then v, then w. `coarse`: {C, H, W}.
void haar_apart(const std::vector<float>& fine, LevelGrid coarse, std::vector<float>& mean,
                std::vector<float>& details);
/// The inverse.
void haar_together(const std::vector<float>& mean, const std::vector<float>& details, LevelGrid coarse,
                   std::vector<float>& fine);

}  // namespace bplf
