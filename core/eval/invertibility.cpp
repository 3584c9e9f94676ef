// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/invertibility.h"

#include <torch/types.h>

#include <algorithm>
#include <limits>

#include "core/base/progress.h"
#include "core/eval/model_batches.h"
#include "core/image/model_range.h"
#include "core/ops/dequantise.h"

namespace bplf {
namespace {

double finite_max(const at::Tensor& values) {
    if (!at::isfinite(values).all().item<bool>()) return std::numeric_limits<double>::infinity();
    return values.max().item<double>();
}

}  // namespace

Invertibility measure_invertibility(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                    std::int64_t batch_size, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    model.eval();
    const ModelBatches batches(model, dataset, rows, batch_size);
    const int bits = model.config().n_bits;
    const at::ScalarType type = model.parameters().front().scalar_type();
    Invertibility result;
    result.exact = model.exact();
    double error_sum = 0, changed = 0;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
        throw_if_stopped(stop);
        const ModelBatch batch = batches.at(i);
        const at::Tensor x = ops::dequantise(batch.pixels, {}, bits).to(type);
        const flow::Encoded code = model.encode(x, batch.h, stop);
        const flow::Decoded back = model.decode(code.eps, batch.h, stop);
        const at::Tensor error = (back.x - x).to(at::kDouble).abs() * kGreySteps;
        result.max_abs_error = std::max(result.max_abs_error, finite_max(error));
        error_sum += error.sum().item<double>();
        changed += ops::quantise(back.x, bits).ne(ops::quantise(x, bits)).sum().item<double>();
        const at::Tensor difference = (back.log_likelihood - code.log_likelihood).to(at::kDouble).abs();
        result.log_det_error = std::max(result.log_det_error, finite_max(difference));
        result.count += x.size(0);
    }
    const double elements = static_cast<double>(result.count) * static_cast<double>(model.config().dimensions());
    result.mean_abs_error = error_sum / elements;
    result.changed_pixels = changed / elements;
    result.log_det_error /= static_cast<double>(model.config().dimensions());
    return result;
}

}  // namespace bplf
