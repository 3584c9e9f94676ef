// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/label_bias.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::nn {

LabelBiasImpl::LabelBiasImpl(std::int64_t labels, std::int64_t channels, double deviation)
    : torch::nn::Module("LabelBias") {
    BPLF_CHECK(labels > 0, "a conditional network needs labels");
    weight_ = register_parameter("weight", at::randn({labels, channels}) * deviation);
}

at::Tensor LabelBiasImpl::forward(const at::Tensor& x, const at::Tensor& h) {
    BPLF_CHECK(h.defined() && h.dim() == 2 && h.size(0) == x.size(0) && h.size(1) == weight_.size(0),
               "a conditional network needs one label row per image");
    return x + at::matmul(h, weight_).unsqueeze(-1).unsqueeze(-1);
}

}  // namespace bplf::nn
