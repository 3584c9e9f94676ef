// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/model.h"

#include <torch/types.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/nn/coupling_net.h"
#include "core/ops/dequantise.h"

namespace bplf::flow {

Model::Model(std::string kind, FlowConfig config) : torch::nn::Module(std::move(kind)), config_(std::move(config)) {
    validate(config_);
    initialised_ = register_buffer("initialised", at::zeros({1}, at::kByte));
}

void Model::require_size(const at::Tensor& x) const {
    BPLF_CHECK(
        x.dim() == 4 && x.size(1) == config_.channels && x.size(2) == config_.height && x.size(3) == config_.width_px,
        "the image size is not the model's");
}

at::Tensor Model::pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    return log_likelihood(ops::dequantise(pixels, noise, config_.n_bits), h);
}

void Model::initialise(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    const at::NoGradGuard no_grad;
    const nn::InitialisationGuard guard;
    pixel_bound(pixels, noise, h);
    initialised_.fill_(1);
}

bool Model::initialised() const {
    return initialised_.item<std::uint8_t>() != 0;
}

std::int64_t Model::parameter_count() const {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : parameters()) count += parameter.numel();
    return count;
}

void Model::set_compute_type(std::optional<at::ScalarType> type) {
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* net = module->as<nn::CouplingNetImpl>()) net->set_compute_type(type);
    }
}

at::Tensor bits_per_dim(const at::Tensor& log_likelihood, const FlowConfig& config) {
    const double dimensions = static_cast<double>(config.dimensions());
    const double half_bins = std::ldexp(1.0, config.n_bits - 1);
    return (log_likelihood.to(at::kDouble) / -dimensions + std::log(half_bins)) / std::numbers::ln2;
}

}  // namespace bplf::flow
