// SPDX-License-Identifier: GPL-3.0-or-later
// Bits per dimension of held-out images (BPLF eq 4-1; core/flow/README.md#bits-per-dimension).
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/collect/pack.h"
#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

/// Philox stream of the noise of draw 0; the next draws use the next streams.
inline constexpr std::uint32_t kDequantisationStream = 0x65760000u;

struct BitsPerDimOptions {
    int batch_size = 128;
    int draws = 1;           ///< dequantisation noise draws per image, averaged
    int importance = 0;      ///< draws of the importance-weighted bound; 0: not wanted
    std::uint64_t seed = 0;  ///< of the noise; image i of draw d is keyed by (seed, row, d)
};

struct BitsPerDim {
    double mean = 0;                 ///< over the finite images
    double standard_error = 0;       ///< of the mean, over images
    double draw_standard_error = 0;  ///< of the mean, over draws: the spread of their means; NaN for one draw
    double importance_weighted = 0;  ///< mean of the importance-weighted bound; NaN where it is not wanted
    double nats = 0;                 ///< mean negative log-likelihood of the 8-bit image, nats per image
    std::int64_t count = 0;
    std::int64_t non_finite = 0;    ///< left out of the mean
    std::vector<double> per_label;  ///< mean by true label; NaN for a label without images
    std::vector<double> values;     ///< per image, in the order of `rows`
};

/// Evaluates the model's bound of ln P(pixels | true label) in float32 without gradient. Error(kInput) when the image
/// size or the label names of model and data differ. Restores the model's compute type.
BitsPerDim evaluate_bits_per_dim(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                 const BitsPerDimOptions& options, const ProgressSink& progress = {},
                                 const std::stop_token& stop = {});

/// The images this model takes, as open_data() resizes a source to.
ImageFormat image_format(const flow::FlowConfig& config);

/// One-hot float32 rows [N, labels] on the labels' device.
at::Tensor one_hot_rows(const at::Tensor& labels, std::int64_t classes);

/// The labels as the model takes them, float32 [N, labels], rows with sum 1: one-hot of `labels` [N], or, where they
/// are defined, `weights` [N, classes] with the classes brought to the model's places by `map`, see label_map() in
/// data_fit.h.
at::Tensor label_rows(const at::Tensor& labels, const at::Tensor& weights, const std::vector<std::int64_t>& map,
                      std::int64_t classes);

/// Uniform noise for `images` [N, C, H, W], of which only the sizes are read; float32 [N, planes·C, H, W]; row i is the
/// stream (seed, stream, rows[i]).
at::Tensor dequantisation_noise(const at::Tensor& images, std::int64_t planes, std::uint64_t seed, std::uint32_t stream,
                                const std::vector<std::int64_t>& rows);

}  // namespace bplf
