// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/coupling_net.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/nn/bias_relu.h"
#include "core/nn/fused_coupling_net.h"

namespace bplf::nn {
namespace {

thread_local int initialisation_depth = 0;
constexpr double kHiddenDeviation = 0.05;  // Glow, DLF (core/flow/README.md#the-network-g)

at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, at::ScalarType type) {
    const at::Tensor input = x.to(type).contiguous(at::MemoryFormat::ChannelsLast);
    return at::conv2d(input, weight.to(type), {}, 1, weight.size(2) / 2);
}

/// Whether fused_coupling_net() makes what the composed operations do.
bool can_fuse(const CouplingNetOptions& options, const at::Tensor& x, const at::Tensor& h, at::ScalarType own,
              at::ScalarType type) {
    return x.is_cpu() && x.scalar_type() == own && (type == own || (type == at::kBFloat16 && own == at::kFloat)) &&
           options.condition != Condition::kFilm && !InitialisationGuard::active() &&
           !(h.defined() && h.requires_grad());
}

}  // namespace

bool has_hidden_label(Condition condition) {
    return condition == Condition::kInput || condition == Condition::kInputOut || condition == Condition::kFilm;
}
bool has_output_label(Condition condition) {
    return condition == Condition::kOut || condition == Condition::kInputOut || condition == Condition::kFilm;
}

InitialisationGuard::InitialisationGuard() {
    ++initialisation_depth;
}
InitialisationGuard::~InitialisationGuard() {
    --initialisation_depth;
}
bool InitialisationGuard::active() {
    return initialisation_depth > 0;
}

std::pair<at::Tensor, at::Tensor> actnorm_statistics(const at::Tensor& x) {
    const at::Tensor wide = x.to(at::kDouble);
    const at::Tensor mean = wide.mean({0, 2, 3});
    const at::Tensor deviation = wide.var({0, 2, 3}, /*unbiased=*/false).sqrt();
    return {-mean, -(deviation + 1e-6).log() / kLogScaleFactor};
}

CouplingNetImpl::CouplingNetImpl(CouplingNetOptions options) : options_(options) {
    BPLF_CHECK(options_.labels > 0 || options_.condition == Condition::kNone, "a conditional network needs labels");
    a_ = make_hidden("a", options_.in_channels, options_.kernels[0]);
    b_ = make_hidden("b", options_.width, options_.kernels[1]);
    const std::int64_t extra = options_.position == Position::kEdge ? 1 : 0;
    const std::int64_t kernel = options_.kernels[2];
    last_weight_ =
        register_parameter("last_weight", at::zeros({options_.out_channels, options_.width + extra, kernel, kernel}));
    last_bias_ = register_parameter("last_bias", at::zeros({options_.out_channels}));
    last_logs_ = register_parameter("last_logs", at::zeros({options_.out_channels}));
    if (has_output_label(options_.condition)) {
        last_label_ = register_parameter("last_label", at::zeros({options_.labels, options_.out_channels}));
    }
}

CouplingNetImpl::Hidden CouplingNetImpl::make_hidden(const std::string& name, std::int64_t in, std::int64_t kernel) {
    Hidden layer;
    const std::int64_t width = options_.width;
    const std::int64_t extra = options_.position == Position::kEdge && kernel > 1 ? 1 : 0;
    layer.weight =
        register_parameter(name + "_weight", at::randn({width, in + extra, kernel, kernel}) * kHiddenDeviation);
    layer.bias = register_parameter(name + "_bias", at::zeros({width}));
    if (options_.actnorm) layer.logs = register_parameter(name + "_logs", at::zeros({width}));
    if (has_hidden_label(options_.condition)) {
        layer.label_weight =
            register_parameter(name + "_label", at::randn({options_.labels, width}) * kHiddenDeviation);
    }
    if (options_.condition == Condition::kFilm) {
        layer.label_gain = register_parameter(name + "_label_gain", at::zeros({options_.labels, width}));
    }
    if (options_.position == Position::kMap && name == "a") {
        layer.position =
            register_parameter(name + "_position", at::zeros({1, width, options_.height, options_.width_px}));
    }
    return layer;
}

void CouplingNetImpl::initialise_norm(Hidden& layer, const at::Tensor& x, at::ScalarType type) {
    const at::NoGradGuard no_grad;
    const std::int64_t in = x.size(1);
    at::Tensor raw = convolve(x, layer.weight.narrow(1, 0, in), type);
    if (layer.weight.size(1) > in) {
        raw = raw + edge_response(layer.weight.narrow(1, in, 1), x.size(2), x.size(3));
    }
    const auto [bias, logs] = actnorm_statistics(raw);
    layer.bias.copy_(bias);
    layer.logs.copy_(logs);
}

at::Tensor CouplingNetImpl::run_hidden(Hidden& layer, const at::Tensor& x, const at::Tensor& h) {
    const at::ScalarType type = compute_type_.value_or(layer.weight.scalar_type());
    if (options_.actnorm && InitialisationGuard::active()) initialise_norm(layer, x, type);
    const std::int64_t in = x.size(1);
    at::Tensor weight = layer.weight;
    at::Tensor bias = layer.bias.unsqueeze(0);
    // The norm's gain is folded into the weights: same function, two passes over the activations less.
    if (options_.actnorm) {
        const at::Tensor gain = (layer.logs * kLogScaleFactor).exp();
        weight = weight * gain.view({-1, 1, 1, 1});
        bias = bias * gain;
    }
    at::Tensor position = layer.position;
    if (weight.size(1) > in) {
        position = edge_response(weight.narrow(1, in, 1), x.size(2), x.size(3));
        weight = weight.narrow(1, 0, in);
    }
    if (layer.label_gain.defined()) {
        const at::Tensor gain = at::matmul(h, layer.label_gain) + 1;
        const at::Tensor shift = bias * gain + at::matmul(h, layer.label_weight);
        at::Tensor response = convolve(x, weight, type) * gain.unsqueeze(-1).unsqueeze(-1).to(type);
        if (position.defined()) {
            response = response + (position * gain.unsqueeze(-1).unsqueeze(-1)).to(type);
        }
        return bias_relu(response, shift, {});
    }
    if (layer.label_weight.defined()) bias = bias + at::matmul(h, layer.label_weight);
    return bias_relu(convolve(x, weight, type), bias, position);
}

at::Tensor CouplingNetImpl::run_last(const at::Tensor& x, const at::Tensor& h) {
    const at::ScalarType type = compute_type_.value_or(last_weight_.scalar_type());
    const at::Tensor gain = (last_logs_ * kLogScaleFactor).exp();
    at::Tensor weight = last_weight_ * gain.view({-1, 1, 1, 1});
    const std::int64_t in = options_.width;
    at::Tensor shift = (last_bias_ * gain).view({1, -1, 1, 1});
    if (last_label_.defined()) shift = shift + at::matmul(h, last_label_).unsqueeze(-1).unsqueeze(-1);
    if (weight.size(1) > in) {
        shift = shift + edge_response(weight.narrow(1, in, 1), x.size(2), x.size(3));
        weight = weight.narrow(1, 0, in);
    }
    return convolve(x, weight, type).to(last_weight_.scalar_type()) + shift;
}

at::Tensor CouplingNetImpl::forward(const at::Tensor& x, const at::Tensor& h) {
    BPLF_CHECK(options_.condition == Condition::kNone ||
                   (h.defined() && h.dim() == 2 && h.size(0) == x.size(0) && h.size(1) == options_.labels),
               "a conditional network needs one label row per image");
    const at::ScalarType own = last_weight_.scalar_type(), type = compute_type_.value_or(own);
    if (can_fuse(options_, x, h, own, type)) {
        const auto layer = [](const Hidden& l) {
            return CouplingLayer{l.weight, l.bias, l.logs, l.label_weight, l.position};
        };
        const CouplingLayer last{last_weight_, last_bias_, last_logs_, last_label_, {}};
        return fused_coupling_net(x, h, {layer(a_), layer(b_), last}, type);
    }
    return run_last(run_hidden(b_, run_hidden(a_, x, h), h), h).contiguous();
}

void CouplingNetImpl::pretty_print(std::ostream& stream) const {
    stream << "CouplingNet(" << options_.in_channels << " → " << options_.width << " → " << options_.out_channels
           << ", kernels " << options_.kernels[0] << options_.kernels[1] << options_.kernels[2] << ")";
}

}  // namespace bplf::nn
