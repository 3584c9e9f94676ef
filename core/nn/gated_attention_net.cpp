// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_attention_net.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::nn {
namespace {

constexpr double kGateGain = 0.1;

at::Tensor concat_elu(const at::Tensor& x) {
    return at::elu(at::cat({x, -x}, 1));
}

}  // namespace

GatedAttentionNetImpl::GatedAttentionNetImpl(GatedAttentionNetOptions options)
    : torch::nn::Module("GatedAttentionNet"), options_(options) {
    BPLF_CHECK(options_.condition != Condition::kFilm, "a gated net takes its label as a bias");
    in_conv_ = register_module("in_conv", WeightNormConv(options_.in_channels, options_.width, 3));
    for (std::int64_t index = 0; index < options_.blocks; ++index) {
        blocks_.push_back(make_block("block" + std::to_string(index + 1) + "_"));
    }
    out_conv_ =
        register_module("out_conv", WeightNormConv(options_.width, options_.out_channels, 3, options_.out_gain));
    if (has_hidden_label(options_.condition)) {
        hidden_label_ = register_module("hidden_label", LabelBias(options_.labels, options_.width, kLabelDeviation));
    }
    if (has_output_label(options_.condition)) {
        out_label_ = register_module("out_label", LabelBias(options_.labels, options_.out_channels, 0));
    }
}

GatedAttentionNetImpl::Block GatedAttentionNetImpl::make_block(const std::string& name) {
    const std::int64_t width = options_.width;
    Block block;
    block.conv = register_module(name + "conv", WeightNormConv(2 * width, width, 3));
    if (options_.context_channels > 0) {
        block.context = register_module(name + "context", WeightNormConv(2 * options_.context_channels, width, 1));
    }
    block.gate = register_module(name + "gate", WeightNormConv(2 * width, 2 * width, 1, kGateGain));
    block.conv_norm = register_module(name + "conv_norm", ChannelNorm(width));
    if (options_.heads > 0) {
        block.attention = register_module(name + "attention",
                                          GatedAttention(width, options_.heads, options_.height, options_.width_px));
        block.attention_norm = register_module(name + "attention_norm", ChannelNorm(width));
    }
    return block;
}

at::Tensor GatedAttentionNetImpl::run_block(Block& block, const at::Tensor& x, const at::Tensor& context) {
    at::Tensor inner = block.conv->forward(concat_elu(x));
    if (block.context) inner = inner + block.context->forward(concat_elu(context));
    inner = at::dropout(concat_elu(inner), options_.dropout, is_training());
    const std::vector<at::Tensor> halves = block.gate->forward(inner).chunk(2, 1);
    at::Tensor value = block.conv_norm->forward(x + halves[0] * halves[1].sigmoid());
    if (!block.attention) return value;
    return block.attention_norm->forward(block.attention->forward(value));
}

at::Tensor GatedAttentionNetImpl::forward(const at::Tensor& x, const at::Tensor& h, const at::Tensor& context) {
    BPLF_CHECK(context.defined() == (options_.context_channels > 0), "a context where the net was made for one");
    at::Tensor value = in_conv_->forward(x);
    if (hidden_label_) value = hidden_label_->forward(value, h);
    for (Block& block : blocks_) value = run_block(block, value, context);
    const at::Tensor out = out_conv_->forward(value);
    return out_label_ ? out_label_->forward(out, h) : out;
}

void GatedAttentionNetImpl::pretty_print(std::ostream& stream) const {
    stream << "GatedAttentionNet(" << options_.in_channels << " → " << options_.width << " → " << options_.out_channels
           << ", " << options_.blocks << " blocks, " << options_.heads << " heads)";
}

}  // namespace bplf::nn
