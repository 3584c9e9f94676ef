// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/dynamic_linear.h"

#include <torch/types.h>

#include <numeric>

#include "core/base/error.h"

namespace bplf::flow {

DynamicLinear::DynamicLinear(DynamicLinearConfig config) : Bijection("DynamicLinear"), config_(std::move(config)) {
    const auto& parts = config_.parts;
    BPLF_CHECK(parts.size() >= 2 && std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == config_.channels,
               "the parts must cover all channels");
    const std::int64_t first = parts.front();
    nn::CouplingNetOptions net = config_.net;
    net.height = config_.height;
    net.width_px = config_.width;
    if (config_.first == First::kConst) {
        first_vector_ = register_parameter("first_vector", at::full({1, 2 * first, 1, 1}, config_.last_bias));
        if (net.condition != nn::Condition::kNone) {
            first_label_ = register_parameter("first_label", at::zeros({net.labels, 2 * first}));
        }
    }
    if (config_.first == First::kNet) {
        net.in_channels = first;
        net.out_channels = 2 * first;
        first_map_ = register_parameter("first_map", at::zeros({1, first, config_.height, config_.width}));
        first_net_ = register_module("first_net", nn::CouplingNet(net));
    }
    if (config_.first == First::kContext) {
        BPLF_CHECK(config_.context > 0 && net.condition == nn::Condition::kNone,
                   "a context needs channels and no label");
        net.in_channels = config_.context;
        net.out_channels = 2 * first;
        first_net_ = register_module("first_net", nn::CouplingNet(net));
    }
    for (std::size_t k = 0; k < parts.size(); ++k) {
        if (k > 0) {
            net.in_channels = parts[k - 1] + (config_.first == First::kContext ? config_.context : 0);
            net.out_channels = 2 * parts[k];
            nets_.push_back(register_module("net_" + std::to_string(k), nn::CouplingNet(net)));
            if (config_.last_bias != 0) {
                const at::NoGradGuard no_grad;
                nets_.back()->named_parameters()["last_bias"].fill_(config_.last_bias);
            }
        }
        const bool learned = bounded(k) && config_.log_scale_bound == 0;
        const std::int64_t count = config_.shared_scale ? 1 : parts[k];
        gains_.push_back(learned ? register_parameter("gain_" + std::to_string(k), at::ones({count})) : at::Tensor());
        offsets_.push_back(
            learned ? register_parameter("offset_" + std::to_string(k), at::full({count}, config_.scale_start))
                    : at::Tensor());
    }
}

bool DynamicLinear::bounded(std::size_t k) const {
    return config_.affine.scale == ops::Scale::kTanh && (k > 0 || config_.first != First::kIdentity);
}

at::Tensor DynamicLinear::first_parameters(const at::Tensor& like, const at::Tensor& h) {
    if (config_.first == First::kIdentity) return {};
    if (config_.first == First::kContext) return first_net_->forward(h, {});
    if (config_.first == First::kNet) {
        return first_net_->forward(first_map_.expand({like.size(0), -1, -1, -1}), h);
    }
    if (!first_label_.defined()) return first_vector_;
    return first_vector_ + at::matmul(h, first_label_).unsqueeze(-1).unsqueeze(-1);
}

at::Tensor DynamicLinear::parameters_of(std::size_t k, const at::Tensor& previous, const at::Tensor& like,
                                        const at::Tensor& h) {
    if (k == 0) return first_parameters(like, h);
    if (config_.first == First::kContext) return nets_[k - 1]->forward(at::cat({previous, h}, 1), {});
    return nets_[k - 1]->forward(previous, h);
}

Mapped DynamicLinear::transform(std::size_t k, const at::Tensor& part, const at::Tensor& params, bool inverse) {
    if (!params.defined()) return {part, zero_log_det(part)};
    const std::int64_t channels = part.size(1);
    at::Tensor a = gains_[k].defined() ? gains_[k].expand({channels}) : at::Tensor();
    at::Tensor b = offsets_[k].defined() ? offsets_[k].expand({channels}) : at::Tensor();
    if (config_.log_scale_bound > 0 && bounded(k)) {
        a = at::full({channels}, config_.log_scale_bound, part.options());
        b = at::zeros({channels}, part.options());
    }
    auto [value, log_det] = inverse ? ops::dynamic_linear_inverse(part, params, a, b, config_.affine)
                                    : ops::dynamic_linear(part, params, a, b, config_.affine);
    return {value, log_det};
}

Mapped DynamicLinear::run(const at::Tensor& whole, const at::Tensor& h, bool inverse) {
    BPLF_CHECK(whole.size(1) == config_.channels, "DynamicLinear: channels");
    const std::vector<at::Tensor> parts = whole.split_with_sizes(config_.parts, 1);
    // The parameters come from data-side parts (kInput) or latent-side parts (kOutput); in one direction
    // those are at hand, in the other they are the results of the part before.
    const bool from_results = (config_.dependence == Dependence::kInput) == inverse;
    std::vector<at::Tensor> results;
    at::Tensor log_det;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const at::Tensor previous = k == 0 ? at::Tensor() : (from_results ? results[k - 1] : parts[k - 1]);
        Mapped mapped = transform(k, parts[k], parameters_of(k, previous, parts[k], h), inverse);
        results.push_back(mapped.value);
        log_det = log_det.defined() ? log_det + mapped.log_det : mapped.log_det;
    }
    return {at::cat(results, 1), log_det};
}

Mapped DynamicLinear::forward(const at::Tensor& x, const at::Tensor& h) {
    return run(x, h, false);
}
Mapped DynamicLinear::inverse(const at::Tensor& z, const at::Tensor& h) {
    return run(z, h, true);
}

void DynamicLinear::pretty_print(std::ostream& stream) const {
    stream << "DynamicLinear(" << config_.channels << ", K = " << config_.parts.size() << ")";
}

}  // namespace bplf::flow
