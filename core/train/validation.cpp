// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/validation.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/eval/bits_per_dim.h"
#include "core/eval/model_batches.h"
#include "core/flow/layers/invertible_conv1x1.h"
#include "core/image/model_range.h"
#include "core/ops/dequantise.h"
#include "core/train/together.h"

namespace bplf {
namespace {

void measure_codes(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows, Validation& result) {
    const std::vector<std::int64_t> few(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(32, rows.size())));
    const ModelBatch batch = ModelBatches(model, data, few, static_cast<std::int64_t>(few.size())).at(0);
    const at::Tensor x = ops::dequantise(batch.pixels, {}, model.config().n_bits);
    const flow::Encoded code = model.encode(x, batch.h);
    add_code_scalars(code, result);
    const at::Tensor back = model.decode(code.eps, batch.h).x;
    result.scalars.emplace_back("validation/inversion_error", (back - x).abs().max().item<double>() * kGreySteps);
}

double percentile(std::vector<double> values, double share) {
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace

double worst_condition_1x1(const torch::nn::Module& module) {
    double worst = 0;
    for (const auto& inner : module.modules(/*include_self=*/false)) {
        const auto* conv = dynamic_cast<const flow::InvertibleConv1x1*>(inner.get());
        if (conv == nullptr) continue;
        const at::Tensor values = at::linalg_svdvals(conv->weight().detach().to(at::kCPU, at::kDouble));
        worst = std::max(worst, (values[0] / values[-1]).item<double>());
    }
    return worst;
}

void add_code_scalars(const flow::Encoded& code, Validation& result) {
    for (std::size_t level = 0; level < code.eps.size(); ++level) {
        result.scalars.emplace_back("validation/code_energy_" + std::to_string(level + 1),
                                    code.eps[level].square().mean().item<double>());
    }
}

Validation summary_of_bits(std::vector<double> bits) {
    const std::size_t all = bits.size();
    std::erase_if(bits, [](double value) { return !std::isfinite(value); });
    const double nan = std::numeric_limits<double>::quiet_NaN();
    Validation result;
    result.bits_per_dim =
        bits.empty() ? nan : std::accumulate(bits.begin(), bits.end(), 0.0) / static_cast<double>(bits.size());
    result.non_finite = all - bits.size();
    result.scalars = {{"validation/bits_per_dim", result.bits_per_dim},
                      {"validation/non_finite", static_cast<double>(result.non_finite)}};
    result.facts["bits_per_dim"] = nlohmann::json(result.bits_per_dim).dump();
    result.facts["bits_per_dim_images"] = std::to_string(bits.size());
    if (bits.size() == all && all > 0) {
        result.facts["usual_bits_per_dim"] = nlohmann::json{percentile(bits, 0.01), percentile(bits, 0.99)}.dump();
    }
    return result;
}

Validation validate_model(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows, Ranks& ranks,
                          const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    Validation result = summary_of_bits(measure_together(
        ranks, rows, [&](const auto& own) { return evaluate_bits_per_dim(model, data, own, {}, {}, stop).values; }));
    result.scalars.emplace_back("validation/condition_1x1", worst_condition_1x1(model));
    measure_codes(model, data, rows, result);
    return result;
}

}  // namespace bplf
