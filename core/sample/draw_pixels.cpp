// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/draw_pixels.h"

#include <torch/types.h>

#include "core/ops/dequantise.h"
#include "core/sample/codes.h"

namespace bplf {

at::Tensor draw_values(flow::Model& model, std::span<const std::uint64_t> seeds, const at::Tensor& labels,
                       std::span<const double> temperature) {
    const at::NoGradGuard no_grad;
    const at::Device device = model.parameters().front().device();
    auto eps = codes_from_seeds(seeds, model.config(), model.code_shapes(), temperature);
    for (at::Tensor& code : eps) code = code.to(device);
    return model.decode(eps, model.conditional() ? labels.contiguous().to(device) : at::Tensor()).x;
}

at::Tensor pixels_of_values(const flow::Model& model, const at::Tensor& values) {
    return ops::quantise(values, model.config().n_bits).cpu();
}

}  // namespace bplf
