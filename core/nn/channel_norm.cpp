// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/channel_norm.h"

#include <torch/types.h>

namespace bplf::nn {

ChannelNormImpl::ChannelNormImpl(std::int64_t channels) : torch::nn::Module("ChannelNorm") {
    weight_ = register_parameter("weight", at::ones({channels}));
    bias_ = register_parameter("bias", at::zeros({channels}));
}

at::Tensor ChannelNormImpl::forward(const at::Tensor& x) {
    const at::Tensor last = x.permute({0, 2, 3, 1});
    return at::layer_norm(last, {x.size(1)}, weight_, bias_, 1e-5).permute({0, 3, 1, 2}).contiguous();
}

}  // namespace bplf::nn
