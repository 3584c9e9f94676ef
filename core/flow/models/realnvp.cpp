// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/models/realnvp.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/logit.h"
#include "core/flow/layers/masked_affine.h"
#include "core/flow/layers/masked_batch_norm.h"
#include "core/flow/layers/squeeze.h"
#include "core/flow/models/label_condition.h"

namespace bplf::flow {
namespace {

MaskedAffineConfig coupling_config(const FlowConfig& c, Mask mask, std::int64_t channels, bool odd) {
    MaskedAffineConfig config;
    config.channels = channels;
    config.mask = mask;
    config.odd = odd;
    config.net.width = c.width;
    config.net.blocks = c.blocks;
    config.net.condition = label_condition(c);
    config.net.labels = static_cast<std::int64_t>(c.labels.size());
    return config;
}

}  // namespace

FlowConfig realnvp_defaults() {
    FlowConfig config;
    config.system = "realnvp";
    config.levels = 2;
    config.depth = 3;
    config.split_prior = "std";
    config.top_prior = "std";
    return config;
}

RealNvp::RealNvp(FlowConfig settings) : Model("RealNvp", std::move(settings)) {
    logit_ = register_module("logit", std::make_shared<Logit>());
    std::int64_t channels = config().channels, height = config().height, width = config().width_px;
    for (std::int64_t index = 0; index < config().levels; ++index) {
        scales_.push_back(build_scale(index, channels));
        if (index + 1 < config().levels) channels *= 2, height /= 2, width /= 2;
        shapes_.push_back({channels, height, width});
    }
}

RealNvp::Scale RealNvp::build_scale(std::int64_t index, std::int64_t channels) {
    const std::string prefix = "scale" + std::to_string(index + 1) + "_";
    const bool last = index + 1 == config().levels;
    const auto add = [&](Chain& chain, const std::string& name, Mask mask, std::int64_t count, std::int64_t i) {
        const std::string label = prefix + name + std::to_string(i + 1);
        const bool odd = i % 2 == 1;
        chain.push_back(
            register_module(label, std::make_shared<MaskedAffine>(coupling_config(config(), mask, count, odd))));
        if (!config().flow_batch_norm) return;
        chain.push_back(register_module(label + "_norm", std::make_shared<MaskedBatchNorm>(count, mask, odd)));
    };
    Scale scale;
    for (std::int64_t i = 0; i < config().depth + (last ? 1 : 0); ++i) {
        add(scale.checkerboard, "checkerboard", Mask::kCheckerboard, channels, i);
    }
    for (std::int64_t i = 0; i < (last ? 0 : config().depth); ++i) {
        add(scale.channels, "channels", Mask::kChannels, 4 * channels, i);
    }
    return scale;
}

Encoded RealNvp::encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    require_size(x);
    Encoded encoded;
    Mapped mapped = logit_->forward(x, h);
    encoded.log_likelihood = mapped.log_det;
    const auto emit = [&](const at::Tensor& z) {
        encoded.log_likelihood = encoded.log_likelihood + standard_log_prob(z);
        encoded.eps.push_back(z);
    };
    for (const Scale& scale : scales_) {
        mapped = run_chain(scale.checkerboard, mapped.value, h, stop);
        encoded.log_likelihood = encoded.log_likelihood + mapped.log_det;
        if (&scale == &scales_.back()) break;
        mapped = run_chain(scale.channels, flow::squeeze(mapped.value), h, stop);
        encoded.log_likelihood = encoded.log_likelihood + mapped.log_det;
        const auto halves = squeeze_diagonal(unsqueeze(mapped.value)).chunk(2, 1);
        mapped.value = halves[0].contiguous();
        emit(halves[1].contiguous());
    }
    emit(mapped.value.contiguous());
    return encoded;
}

at::Tensor RealNvp::log_likelihood(const at::Tensor& x, const at::Tensor& h) {
    return encode(x, h).log_likelihood;
}

Decoded RealNvp::decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop) {
    BPLF_CHECK(eps.size() == shapes_.size(), "one code per level");
    Mapped mapped{eps.back(), {}};
    at::Tensor log_likelihood = standard_log_prob(eps.back());
    for (std::size_t index = scales_.size(); index-- > 0;) {
        if (index + 1 < scales_.size()) {
            log_likelihood = log_likelihood + standard_log_prob(eps[index]);
            const at::Tensor whole = unsqueeze_diagonal(at::cat({mapped.value, eps[index]}, 1));
            mapped = run_chain_inverse(scales_[index].channels, flow::squeeze(whole), h, stop);
            log_likelihood = log_likelihood - mapped.log_det;
            mapped.value = unsqueeze(mapped.value);
        }
        mapped = run_chain_inverse(scales_[index].checkerboard, mapped.value, h, stop);
        log_likelihood = log_likelihood - mapped.log_det;
    }
    mapped = logit_->inverse(mapped.value, h);
    return {mapped.value, log_likelihood - mapped.log_det};
}

}  // namespace bplf::flow
