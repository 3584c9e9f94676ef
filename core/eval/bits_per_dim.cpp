// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/bits_per_dim.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/data/batch_tensors.h"

namespace bplf {
namespace {

constexpr std::uint32_t kNoiseStream = 0x65760000u;  ///< of draw 0; the next draws use the next streams

void check_image_size(const flow::FlowConfig& config, const Dataset& data) {
    if (config.channels == data.channels() && config.height == data.height() &&
        config.width_px == data.width()) {
        return;
    }
    const auto text = [](std::int64_t w, std::int64_t h, std::int64_t c) {
        return std::to_string(w) + "×" + std::to_string(h) + "×" + std::to_string(c);
    };
    throw_input_error("holds " + text(data.width(), data.height(), data.channels()) +
                          " images, the model is for " +
                          text(config.width_px, config.height, config.channels) + ".",
                      "data set", "Build the data set with the model's size (bplf dataset build --size).");
}

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
        result.count > 1 ? std::sqrt(std::max(0.0, (squares - n * result.mean * result.mean) / (n - 1)) / n)
                         : nan;
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

std::vector<std::int64_t> label_map(const flow::FlowConfig& config, const Dataset& dataset) {
    std::vector<std::int64_t> map;
    const auto counts = dataset.counts();
    for (const std::string& name : dataset.class_names()) {
        const auto found = std::find(config.labels.begin(), config.labels.end(), name);
        // A class of the file's list without a single image asks nothing of the model.
        const auto& count = counts[map.size()];
        const bool present = std::any_of(count.begin(), count.end(), [](std::int64_t n) { return n > 0; });
        if (found == config.labels.end() && !config.labels.empty() && present) {
            throw_input_error("has the label '" + name + "' that the model does not know.", "data set",
                              "Use a data set with the model's labels.");
        }
        map.push_back(found == config.labels.end() ? 0 : found - config.labels.begin());
    }
    return map;
}

at::Tensor dequantisation_noise(const at::Tensor& images, std::int64_t planes, std::uint64_t seed,
                                std::uint32_t stream, const std::vector<std::int64_t>& rows) {
    at::Tensor noise =
        at::empty({images.size(0), planes * images.size(1), images.size(2), images.size(3)}, at::kFloat);
    const auto size = static_cast<std::size_t>(noise[0].numel());
    float* out = noise.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PhiloxStream(seed, stream, static_cast<std::uint32_t>(rows[i])).fill_uniform({out + i * size, size});
    }
    return noise;
}

namespace {

/// Each row's label in the model's own list; all 0 for a model without labels.
at::Tensor model_labels(const flow::FlowConfig& config, const Dataset& dataset) {
    const at::Tensor map = at::tensor(label_map(config, dataset), at::kLong);
    return map.index_select(0, labels_tensor(dataset));
}

/// Bits/dim of these rows, averaged over the draws of dequantisation noise; double, on the CPU.
at::Tensor bits_of_rows(flow::Model& model, const at::Tensor& images, const at::Tensor& labels,
                        const std::vector<std::int64_t>& rows, const BitsPerDimOptions& options) {
    const flow::FlowConfig& config = model.config();
    const at::Device device = model.parameters().front().device();
    const at::Tensor index = at::tensor(rows, at::kLong);
    const at::Tensor pixels = images.index_select(0, index);
    const auto classes = static_cast<std::int64_t>(config.labels.size());
    const at::Tensor h = classes == 0 ? at::Tensor()
                                      : one_hot_rows(labels.index_select(0, index), classes).to(device);
    at::Tensor total = at::zeros({pixels.size(0)}, at::kDouble);
    for (int draw = 0; draw < options.draws; ++draw) {
        const auto stream = kNoiseStream + static_cast<std::uint32_t>(draw);
        const at::Tensor noise =
            dequantisation_noise(pixels, model.noise_planes(), options.seed, stream, rows);
        const at::Tensor bound = model.pixel_bound(pixels.to(device), noise.to(device), h);
        total += flow::bits_per_dim(bound, config).to(at::kCPU);
    }
    return total / options.draws;
}

}  // namespace

BitsPerDim evaluate_bits_per_dim(flow::Model& model, const Dataset& dataset,
                                 const std::vector<std::int64_t>& rows, const BitsPerDimOptions& options,
                                 const ProgressSink& progress, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    check_image_size(model.config(), dataset);
    const at::Tensor images = images_tensor(dataset);
    const at::Tensor labels = model_labels(model.config(), dataset);
    const auto start = std::chrono::steady_clock::now();
    std::vector<double> values;
    for (std::size_t begin = 0; begin < rows.size();) {
        throw_if_stopped(stop);
        const std::size_t end = std::min(rows.size(), begin + static_cast<std::size_t>(options.batch_size));
        const std::vector<std::int64_t> part(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                             rows.begin() + static_cast<std::ptrdiff_t>(end));
        const at::Tensor bits = bits_of_rows(model, images, labels, part, options);
        const double* data = bits.const_data_ptr<double>();
        values.insert(values.end(), data, data + bits.numel());
        begin = end;
        if (!progress) continue;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress({"evaluate", static_cast<std::int64_t>(end), static_cast<std::int64_t>(rows.size()), "images",
                  seconds, static_cast<double>(end) / std::max(seconds, 1e-9), {}});
    }
    return summarise(std::move(values), dataset, rows, model.config());
}

}  // namespace bplf
