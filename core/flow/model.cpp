// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/model.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/ops/dequantise.h"

namespace bplf::flow {

Model::Model(std::string kind, FlowConfig config) : Density(std::move(kind), std::move(config)) {}

void Model::require_size(const at::Tensor& x) const {
    BPLF_CHECK(x.dim() == 4 && x.size(1) == config().channels && x.size(2) == config().height &&
                   x.size(3) == config().width_px,
               "the image size is not the model's");
}

at::Tensor Model::pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) {
    return log_likelihood(ops::dequantise(pixels, noise, config().n_bits), h);
}

std::int64_t Model::modelled_dimensions(const at::Tensor&) const {
    return config().dimensions();
}

}  // namespace bplf::flow
