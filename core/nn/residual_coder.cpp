// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/residual_coder.h"

#include <torch/nn/init.h>
#include <torch/types.h>

#include <algorithm>

namespace bplf::nn {

ResidualCoderImpl::ResidualCoderImpl(const ResidualCoderOptions& options) : options_(options) {
    std::int64_t channels = options.channels;
    for (std::int64_t scale = 1; scale <= options.scales; ++scale) {
        channels *= 4;
        const std::int64_t hidden = std::max(channels, options.width);
        std::vector<Block> blocks;
        for (std::int64_t index = 1; index <= options.blocks; ++index) {
            const std::string name = "scale" + std::to_string(scale) + "_block" + std::to_string(index) + "_";
            Block block;
            block.wide = register_module(
                name + "wide", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, hidden, 3).padding(1).bias(false)));
            block.norm = register_module(name + "norm", torch::nn::BatchNorm2d(hidden));
            block.back =
                register_module(name + "back", torch::nn::Conv2d(torch::nn::Conv2dOptions(hidden, channels, 1)));
            torch::nn::init::zeros_(block.back->weight);
            torch::nn::init::zeros_(block.back->bias);
            blocks.push_back(block);
        }
        scales_.push_back(std::move(blocks));
    }
}

at::Tensor ResidualCoderImpl::run_scale(std::size_t scale, at::Tensor x) {
    for (Block& block : scales_[scale]) x = x + block.back(at::relu(block.norm(block.wide(x))));
    return x;
}

at::Tensor ResidualCoderImpl::forward(const at::Tensor& x) {
    at::Tensor value = x;
    if (!options_.decode) {
        for (std::size_t scale = 0; scale < scales_.size(); ++scale)
            value = run_scale(scale, at::pixel_unshuffle(value, 2));
        return at::pixel_shuffle(value, 2);
    }
    value = at::pixel_unshuffle(value, 2);
    for (std::size_t scale = scales_.size(); scale-- > 0;) value = at::pixel_shuffle(run_scale(scale, value), 2);
    return at::tanh(value);
}

}  // namespace bplf::nn
