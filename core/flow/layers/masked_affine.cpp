// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/masked_affine.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::flow {
namespace {

/// 1 at the places with even y + x, [1, 1, H, W].
at::Tensor even_places(const at::Tensor& like) {
    const at::Tensor y = at::arange(like.size(2), like.options()).view({1, 1, -1, 1});
    const at::Tensor x = at::arange(like.size(3), like.options()).view({1, 1, 1, -1});
    return 1 - (y + x).remainder(2);
}

/// 1 in the first half of the channels, [1, C, 1, 1].
at::Tensor first_half(const at::Tensor& like) {
    const at::Tensor c = at::arange(like.size(1), like.options()).view({1, -1, 1, 1});
    return (2 * c < like.size(1)).to(like.scalar_type());
}

}  // namespace

at::Tensor passing(const at::Tensor& x, Mask mask, bool odd) {
    const at::Tensor even = mask == Mask::kCheckerboard ? even_places(x) : first_half(x);
    return odd ? 1 - even : even;
}

MaskedAffine::MaskedAffine(MaskedAffineConfig config) : Bijection("MaskedAffine"), config_(config) {
    const bool halves = config_.mask == Mask::kChannels;
    BPLF_CHECK(!halves || config_.channels % 2 == 0, "a channel mask needs two equal halves");
    const std::int64_t seen = halves ? config_.channels / 2 : config_.channels;
    config_.net.in_channels = seen;
    config_.net.out_channels = 2 * seen;
    net_ = register_module("net", nn::ResidualNet(config_.net));
    gain_ = register_parameter("gain", at::ones({1, seen, 1, 1}));
    offset_ = register_parameter("offset", at::zeros({1, seen, 1, 1}));
}

Mapped MaskedAffine::transform(const at::Tensor& value, const at::Tensor& params, const at::Tensor& changes,
                               bool inverse) {
    const std::vector<at::Tensor> halves = params.chunk(2, 1);
    at::Tensor log_scale = gain_ * halves[0].tanh() + offset_;
    at::Tensor shift = halves[1];
    if (changes.defined()) {
        log_scale = log_scale * changes;
        shift = shift * changes;
    }
    const at::Tensor total = log_scale.flatten(1).sum(1);
    if (inverse) return {(value - shift) * (-log_scale).exp(), -total};
    return {value * log_scale.exp() + shift, total};
}

Mapped MaskedAffine::run_checkerboard(const at::Tensor& whole, const at::Tensor& h, bool inverse) {
    const at::Tensor keeps = passing(whole, config_.mask, config_.odd);
    return transform(whole, net_->forward(whole * keeps, h), 1 - keeps, inverse);
}

Mapped MaskedAffine::run_channels(const at::Tensor& whole, const at::Tensor& h, bool inverse) {
    const std::vector<at::Tensor> halves = whole.chunk(2, 1);
    const at::Tensor& kept = halves[config_.odd ? 1 : 0];
    const Mapped mapped = transform(halves[config_.odd ? 0 : 1], net_->forward(kept, h), {}, inverse);
    return {config_.odd ? at::cat({mapped.value, kept}, 1) : at::cat({kept, mapped.value}, 1), mapped.log_det};
}

Mapped MaskedAffine::run(const at::Tensor& whole, const at::Tensor& h, bool inverse) {
    BPLF_CHECK(whole.size(1) == config_.channels, "MaskedAffine: channels");
    return config_.mask == Mask::kChannels ? run_channels(whole, h, inverse) : run_checkerboard(whole, h, inverse);
}

Mapped MaskedAffine::forward(const at::Tensor& x, const at::Tensor& h) {
    return run(x, h, false);
}
Mapped MaskedAffine::inverse(const at::Tensor& z, const at::Tensor& h) {
    return run(z, h, true);
}

void MaskedAffine::pretty_print(std::ostream& stream) const {
    stream << "MaskedAffine(" << config_.channels << (config_.mask == Mask::kChannels ? ", channels" : ", checkerboard")
           << (config_.odd ? ", odd)" : ", even)");
}

}  // namespace bplf::flow
