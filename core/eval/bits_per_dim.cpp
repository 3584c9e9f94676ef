// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/bits_per_dim.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/eval/importance_bound.h"
#include "core/eval/model_batches.h"

namespace bplf {
namespace {

struct Sums {
    std::vector<double> total;
    std::vector<std::int64_t> count;
};

BitsPerDim summarise(std::vector<double> values, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                     const flow::FlowConfig& config) {
    BitsPerDim result;
    const std::size_t classes = dataset.class_names().size();
    Sums sums{std::vector<double>(classes), std::vector<std::int64_t>(classes)};
    double total = 0, squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            ++result.non_finite;
            continue;
        }
        ++result.count;
        total += values[i];
        squares += values[i] * values[i];
        const auto label = static_cast<std::size_t>(dataset.labels()[static_cast<std::size_t>(rows[i])]);
        sums.total[label] += values[i];
        ++sums.count[label];
    }
    const double n = static_cast<double>(result.count);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    result.mean = result.count > 0 ? total / n : nan;
    result.standard_error =
        result.count > 1 ? std::sqrt(std::max(0.0, (squares - n * result.mean * result.mean) / (n - 1)) / n) : nan;
    result.nats = result.mean * std::numbers::ln2 * static_cast<double>(config.dimensions());
    for (std::size_t c = 0; c < classes; ++c) {
        result.per_label.push_back(sums.count[c] > 0 ? sums.total[c] / static_cast<double>(sums.count[c]) : nan);
    }
    result.values = std::move(values);
    return result;
}

}  // namespace

ImageFormat image_format(const flow::FlowConfig& config) {
    return {static_cast<int>(config.height), static_cast<int>(config.channels)};
}

at::Tensor one_hot_rows(const at::Tensor& labels, std::int64_t classes) {
    return at::zeros({labels.size(0), classes}, labels.options().dtype(at::kFloat))
        .scatter_(1, labels.unsqueeze(1), 1.0);
}

at::Tensor label_rows(const at::Tensor& labels, const at::Tensor& weights, const std::vector<std::int64_t>& map,
                      std::int64_t classes) {
    const at::Tensor places = at::tensor(map, at::kLong);
    if (!weights.defined()) return one_hot_rows(places.index_select(0, labels), classes);
    return at::matmul(weights, one_hot_rows(places, classes));
}

at::Tensor dequantisation_noise(const at::Tensor& images, std::int64_t planes, std::uint64_t seed, std::uint32_t stream,
                                const std::vector<std::int64_t>& rows) {
    at::Tensor noise = at::empty({images.size(0), planes * images.size(1), images.size(2), images.size(3)}, at::kFloat);
    const auto size = static_cast<std::size_t>(noise[0].numel());
    float* out = noise.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PhiloxStream(seed, stream, static_cast<std::uint32_t>(rows[i])).fill_uniform({out + i * size, size});
    }
    return noise;
}

namespace {

/// Bits/dim of a batch, one row per draw of dequantisation noise, [max(draws, importance), N]; double, on the CPU.
at::Tensor bits_of_batch(flow::Model& model, const ModelBatch& batch, const BitsPerDimOptions& options) {
    std::vector<at::Tensor> draws;
    for (int draw = 0; draw < std::max(options.draws, options.importance); ++draw) {
        const auto stream = kDequantisationStream + static_cast<std::uint32_t>(draw);
        const at::Tensor noise =
            dequantisation_noise(batch.pixels, model.noise_planes(), options.seed, stream, batch.rows);
        const at::Tensor bound = model.pixel_bound(batch.pixels, noise.to(batch.pixels.device()), batch.h);
        draws.push_back(flow::bits_per_dim(bound, model.config()).to(at::kCPU));
    }
    return at::stack(draws);
}

/// What needs the single draws: their spread, and the importance-weighted bound. bits: [draws, N].
void summarise_draws(const at::Tensor& bits, const BitsPerDimOptions& options, const flow::FlowConfig& config,
                     BitsPerDim& result) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    result.draw_standard_error = result.importance_weighted = nan;
    const at::Tensor finite = bits.index_select(1, at::isfinite(bits).all(0).nonzero().squeeze(1));
    if (finite.size(1) == 0) return;
    if (options.draws > 1) {
        const at::Tensor means = finite.narrow(0, 0, options.draws).mean(1);
        result.draw_standard_error = means.std().item<double>() / std::sqrt(static_cast<double>(options.draws));
    }
    if (options.importance > 0) {
        result.importance_weighted =
            importance_weighted_bits(finite.narrow(0, 0, options.importance), static_cast<double>(config.dimensions()))
                .mean()
                .item<double>();
    }
}

}  // namespace

BitsPerDim evaluate_bits_per_dim(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                 const BitsPerDimOptions& options, const ProgressSink& progress,
                                 const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    const ModelBatches batches(model, dataset, rows, options.batch_size);
    const auto start = std::chrono::steady_clock::now();
    std::vector<at::Tensor> parts{at::empty({std::max(options.draws, options.importance), 0}, at::kDouble)};
    std::int64_t done = 0;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
        throw_if_stopped(stop);
        parts.push_back(bits_of_batch(model, batches.at(i), options));
        done += parts.back().size(1);
        if (!progress) continue;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress({"evaluate",
                  done,
                  static_cast<std::int64_t>(rows.size()),
                  "images",
                  seconds,
                  static_cast<double>(done) / std::max(seconds, 1e-9),
                  {}});
    }
    const at::Tensor bits = at::cat(parts, 1);
    const at::Tensor means = bits.narrow(0, 0, options.draws).mean(0).contiguous();
    const double* data = means.const_data_ptr<double>();
    BitsPerDim result = summarise({data, data + means.numel()}, dataset, rows, model.config());
    summarise_draws(bits, options, model.config(), result);
    return result;
}

}  // namespace bplf
