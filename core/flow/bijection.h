// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of every invertible layer.
#pragma once

#include <torch/nn/module.h>

namespace bplf::flow {

/// A mapped batch and what the map did to volume.
struct Mapped {
    at::Tensor value;    ///< [N, C, H, W]
    at::Tensor log_det;  ///< [N], of the direction that was run, in the input's dtype and device
};

/// forward: data → latent; inverse: latent → data; inverse(forward(x)) = x and the two log-dets cancel.
/// h: [N, labels] label weights, or undefined for an unconditional model. Gradients flow through both
/// directions. Not thread-safe while parameters change.
class Bijection : public torch::nn::Module {
  public:
    using torch::nn::Module::Module;
    virtual Mapped forward(const at::Tensor& x, const at::Tensor& h) = 0;
    virtual Mapped inverse(const at::Tensor& z, const at::Tensor& h) = 0;
};

/// A log-determinant of zero for a batch like x.
inline at::Tensor zero_log_det(const at::Tensor& x) {
    return at::zeros({x.size(0)}, x.options());
}

}  // namespace bplf::flow
