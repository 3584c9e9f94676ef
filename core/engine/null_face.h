// SPDX-License-Identifier: GPL-3.0-or-later
// The drawn faces of the null engine: a cartoon per label mix, and an exactly invertible code of the rest.
#pragma once

#include <string>
#include <vector>

#include "core/engine/types.h"

namespace bplf::null_engine {

/// The labels every null model knows.
const std::vector<std::string>& labels();
/// Shapes of the code of a side x side picture, fine to coarse; side divisible by 8.
std::vector<LevelShape> level_shapes(int side);

/// Grey levels [side * side] of the cartoon that stands for `weights` (order of labels()).
std::vector<float> cartoon(const std::vector<double>& weights, int side);
/// The code of `pixels` around the cartoon: orthonormal Haar coefficients over a scale per level.
Latent encode(const std::vector<float>& pixels, const std::vector<double>& weights, int side);
/// The inverse of encode, before rounding.
std::vector<float> decode(const Latent& latent, const std::vector<double>& weights, int side);
/// -log2 p per pixel of the code, as the flow that encode() is.
double bits_per_dim(const Latent& latent, int side);

/// Standard normal codes of a seed, times the temperature of each level.
Latent draw(std::uint64_t seed, const std::vector<double>& temperature, int side);
/// Between two codes, level by level; straight where the angle is too small or too wide.
Latent slerp(const Latent& a, const Latent& b, double t, Path path);
LevelStatistics statistics(const std::vector<float>& level);
Image to_image(const std::vector<float>& pixels, int side);

}  // namespace bplf::null_engine
