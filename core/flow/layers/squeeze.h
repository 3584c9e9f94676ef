// SPDX-License-Identifier: GPL-3.0-or-later
// Space to channels: as in Glow (core/flow/README.md#squeeze), RealNVP's diagonal order, and Flow++'s columns.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::flow {

/// [N, C, H, W] -> [N, 4C, H/2, W/2]; new channel = c·4 + 2·dy + dx. H and W even.
/// Volume-preserving.
at::Tensor squeeze(const at::Tensor& x);
/// The exact inverse.
at::Tensor unsqueeze(const at::Tensor& z);

/// The same shapes, new channel = k·C + c with k counting (dy, dx) = (0, 0), (1, 1), (0, 1), (1,
/// 0): the first half of the channels holds the two diagonal pixels of every block, which RealNVP
/// keeps when it factors out the rest.
at::Tensor squeeze_diagonal(const at::Tensor& x);
at::Tensor unsqueeze_diagonal(const at::Tensor& z);

/// [N, C, H, W] -> [N, 2C, H, W/2]: even columns, then odd ones. W even. Flow++'s checkerboard
/// split.
at::Tensor split_columns(const at::Tensor& x);
at::Tensor join_columns(const at::Tensor& z);

}  // namespace bplf::flow
