// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/chain.h"

#include <torch/types.h>

#include "core/base/progress.h"

namespace bplf::flow {

Mapped run_chain(const Chain& chain, const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) {
    Mapped total{x, zero_log_det(x)};
    for (const auto& layer : chain) {
        throw_if_stopped(stop);
        const Mapped mapped = layer->forward(total.value, h);
        total = {mapped.value, total.log_det + mapped.log_det};
    }
    return total;
}

Mapped run_chain_inverse(const Chain& chain, const at::Tensor& z, const at::Tensor& h, const std::stop_token& stop) {
    Mapped total{z, zero_log_det(z)};
    for (auto layer = chain.rbegin(); layer != chain.rend(); ++layer) {
        throw_if_stopped(stop);
        const Mapped mapped = (*layer)->inverse(total.value, h);
        total = {mapped.value, total.log_det + mapped.log_det};
    }
    return total;
}

}  // namespace bplf::flow
