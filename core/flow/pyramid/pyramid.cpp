// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/pyramid.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/flow/pyramid/colour.h"
#include "core/flow/registry.h"

namespace bplf::flow {
namespace {

FlowConfig config_of_parts(const std::string& name, const Model& base,
                           const std::vector<std::shared_ptr<Level>>& levels) {
    std::vector<FlowConfig> parts{base.config()};
    for (const auto& level : levels) parts.push_back(level->config());
    return pyramid_config(name, parts);
}

}  // namespace

FlowConfig pyramid_config(const std::string& name, const std::vector<FlowConfig>& parts) {
    BPLF_CHECK(!parts.empty(), "a pyramid needs a base");
    FlowConfig config;
    config.name = name;
    config.system = parts.front().system;
    config.labels = parts.front().labels;
    config.channels = parts.back().channels;
    config.height = parts.back().height;
    config.width_px = parts.back().width_px;
    config.n_bits = parts.back().n_bits;
    config.levels = 1;
    config.pyramid = parts;
    validate(config);
    return config;
}

Pyramid::Pyramid(const FlowConfig& settings) : Model("Pyramid", settings) {
    base_ = make_model(settings.pyramid.front());
    for (std::size_t i = 1; i < settings.pyramid.size(); ++i) {
        levels_.push_back(std::make_shared<Level>(settings.pyramid[i]));
    }
    assemble();
}

Pyramid::Pyramid(const std::string& name, std::shared_ptr<Model> base, std::vector<std::shared_ptr<Level>> levels)
    : Model("Pyramid", config_of_parts(name, *base, levels)), base_(std::move(base)), levels_(std::move(levels)) {
    assemble();
}

void Pyramid::assemble() {
    register_module("base", base_);
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        register_module("level" + std::to_string(i + 1), levels_[i]);
    }
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
        for (const CodeShape& shape : (*level)->code_shapes()) shapes_.push_back(shape);
    }
    for (const CodeShape& shape : base_->code_shapes()) shapes_.push_back(shape);
}

double Pyramid::log_det() const {
    double total = config().channels == 3 ? kLogDetYuv * static_cast<double>(config().height * config().width_px) : 0;
    // A colour base works on RGB itself.
    const FlowConfig& base = base_->config();
    if (base.channels == 3) total -= kLogDetYuv * static_cast<double>(base.height * base.width_px);
    for (const auto& level : levels_) total += level->log_det();
    return total;
}

std::vector<at::Tensor> Pyramid::part_log_likelihoods(const at::Tensor& x, const at::Tensor& h) {
    require_size(x);
    std::vector<at::Tensor> parts(levels_.size() + 1);
    at::Tensor planes = planes_of_image(x);
    for (std::size_t i = levels_.size(); i-- > 0;) {
        const Level::Parts split = levels_[i]->split(planes);
        parts[i + 1] = levels_[i]->log_likelihood(split);
        planes = split.given;
    }
    parts.front() = base_->log_likelihood(image_of_planes(planes).contiguous(), h);
    return parts;
}

at::Tensor Pyramid::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    const std::vector<at::Tensor> parts = part_log_likelihoods(x, h);
    at::Tensor total = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) total = total + parts[i];
    return total + log_det();
}

Encoded Pyramid::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    require_size(x);
    Encoded whole;
    at::Tensor planes = planes_of_image(x), total;
    const auto add = [&whole, &total](Encoded&& part) {
        for (at::Tensor& code : part.eps) whole.eps.push_back(std::move(code));
        total = total.defined() ? total + part.log_likelihood : part.log_likelihood;
    };
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
        const Level::Parts split = (*level)->split(planes);
        add((*level)->encode(split, stop));
        planes = split.given;
    }
    add(base_->encode(image_of_planes(planes).contiguous(), h, stop));
    whole.log_likelihood = total + log_det();
    return whole;
}

Decoded Pyramid::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == shapes_.size(), "one code per level");
    auto end = eps.end();
    const auto take = [&end](std::size_t count) {
        const auto begin = end - static_cast<std::ptrdiff_t>(count);
        const std::vector<at::Tensor> codes(begin, end);
        end = begin;
        return codes;
    };
    const Decoded base = base_->decode(take(base_->code_shapes().size()), h, stop);
    at::Tensor planes = planes_of_image(base.x), total = base.log_likelihood;
    for (const auto& level : levels_) {
        const Decoded part = level->decode(take(level->code_shapes().size()), planes, stop);
        planes = level->join({part.x, planes});
        total = total + part.log_likelihood;
    }
    return {image_of_planes(planes).contiguous(), total + log_det()};
}

std::shared_ptr<Model> coarser_model(const Pyramid& pyramid, std::int64_t height, std::int64_t channels) {
    std::vector<std::shared_ptr<Level>> levels;
    std::string known;
    const FlowConfig* top = &pyramid.base()->config();
    const auto note = [&known](const FlowConfig& c) {
        known += (known.empty() ? "" : ", ") + std::to_string(c.height) + (c.channels == 1 ? " (grey)" : "");
    };
    note(*top);
    if (top->height == height && top->channels == channels) return pyramid.base();
    for (const auto& level : pyramid.levels()) {
        levels.push_back(level);
        top = &level->config();
        note(*top);
        if (top->height != height || top->channels != channels) continue;
        auto model = std::make_shared<Pyramid>(pyramid.config().name, pyramid.base(), levels);
        model->eval();
        return model;
    }
    throw_usage_error("The model draws no " + std::string(channels == 1 ? "grey" : "colour") + " images of " +
                          std::to_string(height) + " pixels.",
                      "size", "It has " + known + ".");
}

}  // namespace bplf::flow
