// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a data set as a model takes them: pixels and labels on its device, in batches.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

struct ModelBatch {
    std::vector<std::int64_t> rows;
    at::Tensor pixels;  ///< uint8 [N, C, H, W], on the model's device
    at::Tensor labels;  ///< int64 [N], indices into the model's labels, on the CPU; 0 for a model without labels
    at::Tensor h;       ///< label_rows() [N, labels] in the model's type and on its device; undefined without labels
};

class ModelBatches {
  public:
    /// Error(kInput) when the image size or the label names of model and data differ.
    ModelBatches(const flow::Model& model, const Dataset& dataset, std::vector<std::int64_t> rows,
                 std::int64_t batch_size);

    std::int64_t count() const;
    ModelBatch at(std::int64_t index) const;

  private:
    const flow::Model& model_;
    std::vector<std::int64_t> rows_;
    std::int64_t batch_size_;
    std::vector<std::int64_t> map_;
    at::Tensor images_, labels_, weights_;
};

}  // namespace bplf
