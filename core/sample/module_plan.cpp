// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/module_plan.h"

#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/flow/model.h"

namespace bplf {
namespace {

at::Tensor row_of(std::span<const float> values, at::IntArrayRef sizes) {
    return at::from_blob(const_cast<float*>(values.data()), sizes, at::kFloat).clone();
}

void copy_values(const at::Tensor& tensor, std::span<float> out) {
    const at::Tensor flat = tensor.to(at::kFloat).contiguous();
    std::copy_n(flat.const_data_ptr<float>(), flat.numel(), out.data());
}

}  // namespace

struct ModulePlan::Context : FlowContext {
    at::Tensor h;  ///< [1, labels], undefined for an unconditional model
};

ModulePlan::ModulePlan(std::shared_ptr<flow::Model> model) : model_(std::move(model)) {
    for (const flow::CodeShape& shape : model_->code_shapes()) {
        shapes_.push_back(
            {static_cast<int>(shape.channels), static_cast<int>(shape.height), static_cast<int>(shape.width)});
    }
}

const flow::FlowConfig& ModulePlan::config() const {
    return model_->config();
}

std::shared_ptr<const FlowContext> ModulePlan::context(std::span<const double> label_weights) const {
    BPLF_CHECK(label_weights.size() == config().labels.size(), "one weight per label");
    auto context = std::make_shared<Context>();
    if (label_weights.empty()) return context;
    const std::vector<float> mix(label_weights.begin(), label_weights.end());
    context->h = row_of(mix, {1, static_cast<std::int64_t>(mix.size())});
    return context;
}

std::shared_ptr<FlowPlan::Scratch> ModulePlan::make_scratch() const {
    return std::make_shared<Scratch>();
}

double ModulePlan::decode(const FlowContext& context, const std::vector<std::vector<float>>& codes,
                          std::span<float> image, Scratch&, const std::stop_token& stop) const {
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> eps;
    for (std::size_t level = 0; level < codes.size(); ++level) {
        const LevelShape& shape = shapes_[level];
        eps.push_back(row_of(codes[level], {1, shape.channels, shape.height, shape.width}));
    }
    const flow::Decoded decoded = model_->decode(eps, static_cast<const Context&>(context).h, stop);
    copy_values(decoded.x, image);
    return decoded.log_likelihood.item<double>();
}

double ModulePlan::encode(const FlowContext& context, std::span<const float> image,
                          std::vector<std::vector<float>>& codes, Scratch&, const std::stop_token& stop) const {
    const at::NoGradGuard no_grad;
    const auto& c = config();
    const flow::Encoded encoded = model_->encode(row_of(image, {1, c.channels, c.height, c.width_px}),
                                                 static_cast<const Context&>(context).h, stop);
    codes.resize(encoded.eps.size());
    for (std::size_t level = 0; level < codes.size(); ++level) {
        codes[level].resize(static_cast<std::size_t>(shapes_[level].size()));
        copy_values(encoded.eps[level], codes[level]);
    }
    return encoded.log_likelihood.item<double>();
}

}  // namespace bplf
