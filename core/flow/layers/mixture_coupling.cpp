// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/mixture_coupling.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf::flow {

MixtureCoupling::MixtureCoupling(MixtureCouplingConfig config) : Bijection("MixtureCoupling"), config_(config) {
    BPLF_CHECK(config_.channels % 2 == 0 && config_.components > 0, "MixtureCoupling: two equal halves");
    nn::GatedAttentionNetOptions& net = config_.net;
    net.in_channels = config_.channels / 2;
    net.out_channels = config_.channels / 2 * (2 + 3 * config_.components);
    net.height = config_.height;
    net.width_px = config_.width;
    net_ = register_module("net", nn::GatedAttentionNet(net));
}

MixtureLogistics MixtureCoupling::mixture_of(const at::Tensor& kept, const at::Tensor& h, const at::Tensor& context) {
    const std::int64_t m = config_.components;
    const at::Tensor params =
        net_->forward(kept, h, context).view({kept.size(0), 2 + 3 * m, kept.size(1), kept.size(2), kept.size(3)});
    return {params.select(1, 0).tanh(), params.select(1, 1), params.narrow(1, 2, m), params.narrow(1, 2 + m, m),
            params.narrow(1, 2 + 2 * m, m)};
}

Mapped MixtureCoupling::forward(const at::Tensor& x, const at::Tensor& h, const at::Tensor& context) {
    const std::vector<at::Tensor> halves = x.chunk(2, 1);
    const Mapped mapped = mixture_logistics(halves[1], mixture_of(halves[0], h, context));
    return {at::cat({halves[0], mapped.value}, 1), mapped.log_det};
}

Mapped MixtureCoupling::inverse(const at::Tensor& z, const at::Tensor& h, const at::Tensor& context) {
    const std::vector<at::Tensor> halves = z.chunk(2, 1);
    const Mapped mapped = mixture_logistics_inverse(halves[1], mixture_of(halves[0], h, context));
    return {at::cat({halves[0], mapped.value}, 1), mapped.log_det};
}

void MixtureCoupling::pretty_print(std::ostream& stream) const {
    stream << "MixtureCoupling(" << config_.channels << ", M = " << config_.components << ")";
}

}  // namespace bplf::flow
