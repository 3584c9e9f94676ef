// SPDX-License-Identifier: GPL-3.0-or-later
// Images to LibTorch tensors and back.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// uint8 [N, C, H, W] on the CPU. Error(kInternal) unless all images have one shape; empty input
/// gives a tensor of shape [0, 0, 0, 0].
at::Tensor to_tensor(std::span<const Image> images);

/// The images of a uint8 [N, C, H, W] tensor (any device and strides) with C 1 or 3.
std::vector<Image> to_images(const at::Tensor& tensor);

}  // namespace bplf
