// SPDX-License-Identifier: GPL-3.0-or-later
// What the ranks of a training do with tensors: gradients, weights, scores and statistics of the whole batch.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <functional>
#include <string>
#include <vector>

#include "core/nn/batch_parts.h"
#include "core/train/ranks.h"

namespace bplf {

/// Error(kResource) when a batch of this size cannot be dealt to the ranks evenly.
void check_ranks(const Ranks& ranks, std::int64_t batch_size);

/// Error(kUsage) when a rank was started with other settings than the first.
void check_same(Ranks& ranks, const std::string& settings);

/// Replaces a float32 gradient by its mean over the ranks, in place, on any device; untouched on one alone.
void average_gradient(Ranks& ranks, at::Tensor& gradient);
/// The mean over the ranks.
double average(Ranks& ranks, double value);
/// Parameters and buffers as the first rank has them.
void share_weights(Ranks& ranks, at::Tensor& values, torch::nn::Module& model);

/// measure() of all rows, of which each rank measures every size()-th: the same list on each, in the rows' order.
std::vector<double> measure_together(
    Ranks& ranks, const std::vector<std::int64_t>& rows,
    const std::function<std::vector<double>(const std::vector<std::int64_t>&)>& measure);

/// A batch's parts lie on the ranks.
class RankParts : public nn::BatchParts {
  public:
    explicit RankParts(Ranks& ranks) : ranks_(ranks) {}
    int count() const override { return ranks_.size(); }
    void sum(at::Tensor& values) override;

  private:
    Ranks& ranks_;
};

}  // namespace bplf
