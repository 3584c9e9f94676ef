// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/density.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cmath>
#include <numbers>

#include "core/nn/coupling_net.h"
#include "core/nn/feature_net.h"

namespace bplf::flow {

Density::Density(std::string kind, FlowConfig config) : torch::nn::Module(std::move(kind)), config_(std::move(config)) {
    validate(config_);
    initialised_ = register_buffer("initialised", at::zeros({1}, at::kByte));
}

void Density::initialise(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    const at::NoGradGuard no_grad;
    const nn::InitialisationGuard guard;
    pixel_bound(pixels, noise, h);
    mark_initialised();
}

void Density::mark_initialised() {
    initialised_.fill_(1);
}

bool Density::initialised() const {
    return initialised_.item<std::uint8_t>() != 0;
}

std::int64_t Density::parameter_count() const {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : parameters()) count += parameter.numel();
    return count;
}

void Density::set_compute_type(std::optional<at::ScalarType> type) {
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* net = module->as<nn::CouplingNetImpl>()) net->set_compute_type(type);
        if (auto* net = module->as<nn::FeatureNetImpl>()) net->set_compute_type(type);
    }
}

at::Tensor bits_per_dim(const at::Tensor& log_likelihood, std::int64_t dimensions, int n_bits) {
    const double half_bins = std::ldexp(1.0, n_bits - 1);
    return (log_likelihood.to(at::kDouble) / -static_cast<double>(dimensions) + std::log(half_bins)) /
           std::numbers::ln2;
}

at::Tensor bits_per_dim(const at::Tensor& log_likelihood, const FlowConfig& config) {
    return bits_per_dim(log_likelihood, config.dimensions(), config.n_bits);
}

}  // namespace bplf::flow
