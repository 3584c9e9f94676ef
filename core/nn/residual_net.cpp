// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/residual_net.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::nn {

ResidualNetImpl::ResidualNetImpl(ResidualNetOptions options) : torch::nn::Module("ResidualNet"), options_(options) {
    BPLF_CHECK(options_.condition != Condition::kFilm, "a residual net takes its label as a bias");
    const std::int64_t width = options_.width;
    in_norm_ = register_module("in_norm", BatchNorm(options_.in_channels));
    in_conv_ = register_module("in_conv", WeightNormConv(2 * options_.in_channels, width, 3));
    in_skip_ = register_module("in_skip", WeightNormConv(width, width, 1));
    for (std::int64_t index = 0; index < options_.blocks; ++index) {
        blocks_.push_back(make_block("block" + std::to_string(index + 1) + "_"));
    }
    out_norm_ = register_module("out_norm", BatchNorm(width));
    out_conv_ = register_module("out_conv", WeightNormConv(width, options_.out_channels, 1, /*start_gain=*/0));
    if (has_hidden_label(options_.condition)) {
        hidden_label_ = register_module("hidden_label", LabelBias(options_.labels, width, kLabelDeviation));
    }
    if (has_output_label(options_.condition)) {
        out_label_ = register_module("out_label", LabelBias(options_.labels, options_.out_channels, 0));
    }
}

ResidualNetImpl::Block ResidualNetImpl::make_block(const std::string& name) {
    const std::int64_t width = options_.width;
    Block block;
    block.norm_a = register_module(name + "norm_a", BatchNorm(width));
    block.conv_a = register_module(name + "conv_a", WeightNormConv(width, width, 3));
    block.norm_b = register_module(name + "norm_b", BatchNorm(width));
    block.conv_b = register_module(name + "conv_b", WeightNormConv(width, width, 3));
    block.skip = register_module(name + "skip", WeightNormConv(width, width, 1));
    return block;
}

at::Tensor ResidualNetImpl::forward(const at::Tensor& x, const at::Tensor& h) {
    const at::Tensor normal = in_norm_->forward(x);
    at::Tensor value = in_conv_->forward(at::relu(at::cat({normal, -normal}, 1)));
    if (hidden_label_) value = hidden_label_->forward(value, h);
    at::Tensor skips = in_skip_->forward(value);
    for (Block& block : blocks_) {
        const at::Tensor inner = block.conv_a->forward(at::relu(block.norm_a->forward(value)));
        value = value + block.conv_b->forward(at::relu(block.norm_b->forward(inner)));
        skips = skips + block.skip->forward(value);
    }
    const at::Tensor out = out_conv_->forward(at::relu(out_norm_->forward(skips)));
    return out_label_ ? out_label_->forward(out, h) : out;
}

void ResidualNetImpl::pretty_print(std::ostream& stream) const {
    stream << "ResidualNet(" << options_.in_channels << " → " << options_.width << " → " << options_.out_channels
           << ", " << options_.blocks << " blocks)";
}

}  // namespace bplf::nn
