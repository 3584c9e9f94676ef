// SPDX-License-Identifier: GPL-3.0-or-later
// Which pixels of a batch are trained on: a frame inside the images, and random patches of it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "core/train/batch_places.h"

namespace bplf {

/// Pixels [top, bottom) × [left, right) of every image.
struct Frame {
    std::int64_t top = 0, bottom = 0, left = 0, right = 0;
    std::int64_t height() const { return bottom - top; }
    std::int64_t width() const { return right - left; }
};

/// The frame that leaves out these shares of the height (above, below) and of the width (on each side), moved inwards
/// to multiples of `alignment` pixels. Error(kUsage) when nothing is left.
Frame inner_frame(std::int64_t height, std::int64_t width, double above, double below, double sides,
                  std::int64_t alignment);

/// images [N, C, H, W] cut to the frame, a view.
at::Tensor cut_frame(const at::Tensor& images, const Frame& frame);

/// One square of `side` pixels out of the frame of every image, contiguous, at places that are multiples of `alignment`
/// from the frame's corner and depend on (seed, step, place in the batch) alone. A side that does not fit is cut to the
/// frame's.
at::Tensor cut_patches(const at::Tensor& images, const Frame& frame, std::int64_t side, std::int64_t alignment,
                       std::uint64_t seed, std::int64_t step, const BatchPlaces& places = {});

}  // namespace bplf
