// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of convolutions with few channels on one side as matrix products: the planes of those channels, one copy
// moved for each tap of the kernel (internal to core/nn). Places q and taps t: q − t is q moved back by t's offset.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::nn {

/// planes [N, C, H, W], float32 or float64 -> [kernel² · C, N · H · W] as `type` (bfloat16 or planes' own): row
/// t · C + c holds planes[n, c, q − t] at (n, q), 0 beyond the border. `kernel`: odd side, taps row by row.
at::Tensor shifted_planes(const at::Tensor& planes, std::int64_t kernel, at::ScalarType type);

/// The adjoint: shifted [kernel² · C, N · H · W] -> planes [N, C, H, W], planes[n, c, q] = Σ_t shifted[t · C + c] at
/// (n, q − t), summed in the order of the taps. float32 for bfloat16.
at::Tensor sum_shifted(const at::Tensor& shifted, at::IntArrayRef sizes, std::int64_t kernel);

}  // namespace bplf::nn
