// SPDX-License-Identifier: GPL-3.0-or-later
// What chance adds to a batch: noise between the grey steps, labels that are dropped. Keyed by (seed, step, place).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/dataset/batch_tensors.h"
#include "core/train/batch_places.h"

namespace bplf {

/// Of a run: the same numbers whoever shares the batch, and whenever the step is made again.
class BatchDraws {
  public:
    /// `map`: the model's class of each of the data's (label_map()); `classes` of the model, 0: it takes none.
    BatchDraws(std::uint64_t seed, double label_dropout, std::vector<std::int64_t> map, std::int64_t classes);

    /// Uniform in [0, 1) for pixels [N, C, H, W]: float32 [N, planes·C, H, W]. Step −1: the initialisation.
    at::Tensor noise(const at::Tensor& pixels, std::int64_t planes, std::int64_t step, const BatchPlaces& places) const;
    /// The labels as the model takes them, float32 [N, classes], dropped ones uniform; undefined for no classes.
    at::Tensor condition(const BatchTensors& batch, std::int64_t step, const BatchPlaces& places) const;

  private:
    std::uint64_t seed_;
    double label_dropout_;
    std::vector<std::int64_t> map_;
    std::int64_t classes_;
};

}  // namespace bplf
