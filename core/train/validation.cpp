// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/validation.h"

#include <torch/types.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/eval/bits_per_dim.h"
#include "core/eval/model_batches.h"
#include "core/flow/layers/invertible_conv1x1.h"
#include "core/ops/dequantise.h"

namespace bplf {
namespace {

double worst_condition(flow::Model& model) {
    double worst = 0;
    for (const auto& module : model.modules()) {
        const auto* conv = dynamic_cast<const flow::InvertibleConv1x1*>(module.get());
        if (conv == nullptr) continue;
        const at::Tensor values = at::linalg_svdvals(conv->weight().detach().to(at::kCPU, at::kDouble));
        worst = std::max(worst, (values[0] / values[-1]).item<double>());
    }
    return worst;
}

void measure_codes(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows, Validation& result) {
    const std::vector<std::int64_t> few(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(32, rows.size())));
    const ModelBatch batch = ModelBatches(model, data, few, static_cast<std::int64_t>(few.size())).at(0);
    const at::Tensor x = ops::dequantise(batch.pixels, {}, model.config().n_bits);
    const flow::Encoded code = model.encode(x, batch.h);
    for (std::size_t level = 0; level < code.eps.size(); ++level) {
        result.scalars.emplace_back("validation/code_energy_" + std::to_string(level + 1),
                                    code.eps[level].square().mean().item<double>());
    }
    const at::Tensor back = model.decode(code.eps, batch.h).x;
    result.scalars.emplace_back("validation/inversion_error", (back - x).abs().max().item<double>() * 127.5);
}

double percentile(std::vector<double> values, double share) {
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace

Validation validate_model(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows,
                          const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const BitsPerDim bits = evaluate_bits_per_dim(model, data, rows, {}, {}, stop);
    Validation result;
    result.bits_per_dim = bits.mean;
    result.scalars = {{"validation/bits_per_dim", bits.mean},
                      {"validation/non_finite", static_cast<double>(bits.non_finite)},
                      {"validation/condition_1x1", worst_condition(model)}};
    measure_codes(model, data, rows, result);
    result.facts["bits_per_dim"] = nlohmann::json(bits.mean).dump();
    result.facts["bits_per_dim_images"] = std::to_string(bits.count);
    if (bits.non_finite == 0) {
        result.facts["usual_bits_per_dim"] =
            nlohmann::json{percentile(bits.values, 0.01), percentile(bits.values, 0.99)}.dump();
    }
    return result;
}

}  // namespace bplf
