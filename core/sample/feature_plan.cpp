// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/feature_plan.h"

#include <algorithm>

namespace bplf {
namespace {

constexpr int kKernel = 3;

}  // namespace

FeaturePlan::FeaturePlan(const WeightSource& weights, const std::string& prefix, int in, LevelGrid grid)
    : height_(grid.height), width_(grid.width) {
    for (int i = 1;; ++i) {
        const std::string name = prefix + "layer" + std::to_string(i) + "_";
        std::vector<float> bias = weights(name + "bias");
        if (bias.empty()) return;
        const int out = static_cast<int>(bias.size());
        Layer layer{nn::pack_conv(weights(name + "weight"), out, in, kKernel), std::move(bias)};
        layer.bias.resize(static_cast<std::size_t>(layer.conv.out_padded));
        layers_.push_back(std::move(layer));
        in = layers_.back().conv.out;
    }
}

FeaturePlan::Scratch FeaturePlan::make_scratch() const {
    Scratch scratch;
    const auto places = static_cast<std::size_t>((height_ + 2) * (width_ + 2));
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const int channels = i == 0 ? layers_[0].conv.in : layers_[i - 1].conv.out_padded;
        scratch.inputs.emplace_back(places * static_cast<std::size_t>(channels));
    }
    scratch.out.resize(static_cast<std::size_t>(height_ * width_ * out_stride()));
    return scratch;
}

void FeaturePlan::run(const std::vector<float>& planes, Scratch& scratch) const {
    const int in = layers_.front().conv.in;
    for (int y = 0; y < height_; ++y) {
        std::copy_n(planes.data() + y * width_ * in, width_ * in,
                    scratch.inputs[0].data() + (y + 1) * (width_ + 2) * in + in);
    }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const Layer& layer = layers_[i];
        const bool last = i + 1 == layers_.size();
        const int stored = i == 0 ? in : layers_[i - 1].conv.out_padded, out = layer.conv.out_padded;
        const int row = (last ? width_ : width_ + 2) * out;
        float* target = last ? scratch.out.data() : scratch.inputs[i + 1].data() + row + out;
        nn::direct_conv(layer.conv, {scratch.inputs[i].data(), (width_ + 2) * stored, stored}, height_, width_,
                        {target, row, out}, {layer.bias.data(), nullptr, nullptr, !last});
    }
}

}  // namespace bplf
