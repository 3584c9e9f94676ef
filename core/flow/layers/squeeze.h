// SPDX-License-Identifier: GPL-3.0-or-later
// Space to channels, as in Glow (models.md 3.2).
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::flow {

/// [N, C, H, W] -> [N, 4C, H/2, W/2]; new channel = c·4 + 2·dy + dx. H and W even. Volume-preserving.
at::Tensor squeeze(const at::Tensor& x);
/// The exact inverse.
at::Tensor unsqueeze(const at::Tensor& z);

}  // namespace bplf::flow
