// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/emotion_classifier.h"

#include <torch/nn/init.h>
#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::nn {
namespace {

torch::nn::Conv2d make_convolution(std::int64_t in, std::int64_t out) {
    // No bias: the batch norm behind it has one.
    torch::nn::Conv2d layer(torch::nn::Conv2dOptions(in, out, 3).padding(1).bias(false));
    torch::nn::init::kaiming_normal_(layer->weight, 0, torch::kFanOut, torch::kReLU);
    return layer;
}

}  // namespace

EmotionClassifierImpl::EmotionClassifierImpl(EmotionClassifierOptions options) : options_(std::move(options)) {
    validate(options_);
    const std::int64_t w = options_.width;
    stages_.push_back(make_stage("stage1", options_.channels, w));
    stages_.push_back(make_stage("stage2", w, 2 * w));
    stages_.push_back(make_stage("stage3", 2 * w, 4 * w));
    stages_.push_back(make_stage("stage4", 4 * w, 4 * w));
    last_ = register_module("last", torch::nn::Linear(4 * w, static_cast<std::int64_t>(options_.labels.size())));
}

EmotionClassifierImpl::Stage EmotionClassifierImpl::make_stage(const std::string& name, std::int64_t in,
                                                               std::int64_t out) {
    Stage stage;
    stage.first = register_module(name + "_first", make_convolution(in, out));
    stage.first_norm = register_module(name + "_first_norm", torch::nn::BatchNorm2d(out));
    stage.second = register_module(name + "_second", make_convolution(out, out));
    stage.second_norm = register_module(name + "_second_norm", torch::nn::BatchNorm2d(out));
    return stage;
}

at::Tensor EmotionClassifierImpl::convolve(const torch::nn::Conv2d& layer, const at::Tensor& x) const {
    const at::ScalarType type = compute_type_.value_or(layer->weight.scalar_type());
    return at::conv2d(x.to(type), layer->weight.to(type), {}, 1, 1);
}

at::Tensor EmotionClassifierImpl::run_stage(Stage& stage, const at::Tensor& x) {
    const at::Tensor first = at::relu(stage.first_norm(convolve(stage.first, x)));
    return at::relu(stage.second_norm(convolve(stage.second, first)) + first);
}

at::Tensor EmotionClassifierImpl::features(const at::Tensor& pixels) {
    BPLF_CHECK(pixels.dim() == 4 && pixels.scalar_type() == at::kByte && pixels.size(1) == options_.channels &&
                   pixels.size(2) == options_.size && pixels.size(3) == options_.size,
               "a classifier takes 8-bit images of its own size");
    at::Tensor x = pixels.to(last_->weight.scalar_type()).div_(127.5).sub_(1);
    x = x.contiguous(at::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        if (i > 0) x = at::max_pool2d(x, 2);
        x = run_stage(stages_[i], x);
    }
    return x.to(last_->weight.scalar_type()).mean({2, 3});
}

at::Tensor EmotionClassifierImpl::logits_of(const at::Tensor& features) {
    return last_(at::dropout(features, options_.dropout, is_training()));
}

at::Tensor EmotionClassifierImpl::forward(const at::Tensor& pixels) {
    return logits_of(features(pixels));
}

std::int64_t EmotionClassifierImpl::parameter_count() const {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : parameters()) count += parameter.numel();
    return count;
}

}  // namespace bplf::nn
