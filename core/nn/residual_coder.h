// SPDX-License-Identifier: GPL-3.0-or-later
// Encoder and decoder of f-VAE: squeezes with residual blocks between them (core/flow/README.md#f-vae).
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>

#include <vector>

namespace bplf::nn {

struct ResidualCoderOptions {
    std::int64_t channels = 1;  ///< of the image
    std::int64_t scales = 2;    ///< squeezes
    std::int64_t blocks = 4;    ///< residual blocks after each squeeze
    std::int64_t width = 64;    ///< least hidden channels of a block: the squeezed channels where they are more
    bool decode = false;        ///< mirrored: blocks, then unsqueeze, tanh at the end
};

/// Encoder: [N, C, H, W] → [N, C·4^(scales−1), H/2^(scales−1), W/2^(scales−1)], whose further squeeze is the last
/// scale; the decoder goes back, into (−1, 1). A block is x + conv1×1(ReLU(BN(conv3×3(x)))) with the last convolution
/// starting at zero, so that an encoder starts as the identity. Running statistics in eval() mode.
class ResidualCoderImpl : public torch::nn::Module {
  public:
    explicit ResidualCoderImpl(const ResidualCoderOptions& options);
    at::Tensor forward(const at::Tensor& x);

  private:
    struct Block {
        torch::nn::Conv2d wide{nullptr}, back{nullptr};
        torch::nn::BatchNorm2d norm{nullptr};
    };
    at::Tensor run_scale(std::size_t scale, at::Tensor x);

    ResidualCoderOptions options_;
    std::vector<std::vector<Block>> scales_;  ///< fine to coarse
};
TORCH_MODULE(ResidualCoder);

}  // namespace bplf::nn
