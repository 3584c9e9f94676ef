// SPDX-License-Identifier: GPL-3.0-or-later
// g of a coupling as one operation of autograd on the processor, its gradient written by hand: between the
// convolutions nothing is converted, copied or kept but what the gradient needs (internal to core/nn).
#pragma once

#include <ATen/core/Tensor.h>

#include <array>

namespace bplf::nn {

/// One convolution of g as CouplingNet holds it; undefined where its options leave something out.
struct CouplingLayer {
    at::Tensor weight;    ///< [out, in, k, k]; one more input channel when g sees the border
    at::Tensor bias;      ///< [out]
    at::Tensor logs;      ///< [out]; weight and bias are multiplied by exp(3 · logs)
    at::Tensor label;     ///< [labels, out]; h · label is added
    at::Tensor position;  ///< [1, out, H, W], added; not in the last layer
};

/// layers[2](relu(layers[1](relu(layers[0](x))))) with the convolutions in `compute_type` (the parameters' own type or
/// bfloat16). x: [N, in, H, W] and h: [N, labels] in the parameters' type, on the CPU; h's own gradient is not made.
/// Returns [N, out, H, W], contiguous. Differentiable once in x and in every parameter.
at::Tensor fused_coupling_net(const at::Tensor& x, const at::Tensor& h, const std::array<CouplingLayer, 3>& layers,
                              at::ScalarType compute_type);

/// The response of a convolution [out, 1, k, k] to Glow's indicator channel, 1 on the padding ring and 0 inside:
/// [1, out, height, width], constant over the batch.
at::Tensor edge_response(const at::Tensor& weight, std::int64_t height, std::int64_t width);

}  // namespace bplf::nn
