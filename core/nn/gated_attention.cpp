// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_attention.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::nn {
namespace {

constexpr double kPositionDeviation = 0.01, kOutGain = 0.1;  // FPP

}  // namespace

GatedAttentionImpl::GatedAttentionImpl(std::int64_t width, std::int64_t heads, std::int64_t height,
                                       std::int64_t width_px)
    : torch::nn::Module("GatedAttention"), heads_(heads) {
    BPLF_CHECK(heads > 0 && width % heads == 0, "the attention heads must divide the width");
    position_ = register_parameter("position", at::randn({1, width, height, width_px}) * kPositionDeviation);
    query_key_value_ = register_module("query_key_value", WeightNormConv(width, 3 * width, 1));
    out_ = register_module("out", WeightNormConv(width, 2 * width, 1, kOutGain));
}

at::Tensor GatedAttentionImpl::forward(const at::Tensor& x) {
    const std::int64_t images = x.size(0), width = x.size(1), places = x.size(2) * x.size(3);
    // [3, N, heads, places, channels of a head]
    const at::Tensor maps = query_key_value_->forward(x + position_)
                                .view({images, 3, heads_, width / heads_, places})
                                .permute({1, 0, 2, 4, 3});
    const at::Tensor mixed = at::scaled_dot_product_attention(maps[0], maps[1], maps[2]);
    const at::Tensor gated = out_->forward(mixed.transpose(2, 3).reshape(x.sizes()));
    const std::vector<at::Tensor> halves = gated.chunk(2, 1);
    return x + halves[0] * halves[1].sigmoid();
}

}  // namespace bplf::nn
