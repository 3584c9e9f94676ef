// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/discrimination.h"

#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/eval/bits_per_dim.h"
#include "core/eval/model_batches.h"

namespace bplf {
namespace {

/// ln p of every image under every label, [N, labels], float64 on the CPU.
at::Tensor under_every_label(flow::Model& model, const ModelBatch& batch, std::uint64_t seed) {
    const at::Tensor noise =
        dequantisation_noise(batch.pixels, model.noise_planes(), seed, kDequantisationStream, batch.rows)
            .to(batch.pixels.device());
    const std::int64_t labels = batch.h.size(1);
    std::vector<at::Tensor> columns;
    for (std::int64_t label = 0; label < labels; ++label) {
        at::Tensor h = at::zeros_like(batch.h);
        h.select(1, label).fill_(1);
        columns.push_back(model.pixel_bound(batch.pixels, noise, h).to(at::kCPU, at::kDouble));
    }
    return at::stack(columns, 1);
}

LabelAgreement agreement(const at::Tensor& scores, const at::Tensor& truth) {
    const at::Tensor best = scores.argmax(1).contiguous();
    const auto span = [](const at::Tensor& t) {
        return std::span(t.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(t.numel()));
    };
    return label_agreement(span(truth), span(best), static_cast<std::size_t>(scores.size(1)));
}

}  // namespace

Discrimination measure_discrimination(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                      std::int64_t batch_size, std::uint64_t seed, const std::stop_token& stop) {
    BPLF_CHECK(model.config().labels.size() >= 2 && !rows.empty(), "discrimination needs labels and images");
    const at::NoGradGuard no_grad;
    const ModelBatches batches(model, dataset, rows, batch_size);
    std::vector<at::Tensor> scores, truths;
    for (std::int64_t i = 0; i < batches.count(); ++i) {
        throw_if_stopped(stop);
        const ModelBatch batch = batches.at(i);
        scores.push_back(under_every_label(model, batch, seed));
        truths.push_back(batch.labels);
    }
    const at::Tensor score = at::cat(scores), truth = at::cat(truths).contiguous();
    if (!at::isfinite(score).all().item<bool>()) {
        throw Error(ErrorKind::kNumeric, "has a likelihood that is not finite under some label.", "model",
                    "Measure without --labels-used, or use an earlier checkpoint.");
    }
    const auto labels = static_cast<double>(score.size(1));
    const at::Tensor right = score.gather(1, truth.unsqueeze(1)).squeeze(1);
    const at::Tensor gap = right - (score.sum(1) - right) / (labels - 1);
    const at::Tensor share = at::bincount(truth, {}, score.size(1)).to(at::kDouble) / static_cast<double>(rows.size());
    Discrimination result;
    result.uniform = agreement(score, truth);
    result.prior = agreement(score + share.log(), truth);
    result.gap = gap.mean().item<double>();
    result.gap_standard_error = gap.std().item<double>() / std::sqrt(static_cast<double>(rows.size()));
    result.most_frequent = share.max().item<double>();
    return result;
}

}  // namespace bplf
