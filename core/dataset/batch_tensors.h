// SPDX-License-Identifier: GPL-3.0-or-later
// Batches and data sets as tensors that share their memory.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/dataset/loader.h"

namespace bplf {

struct BatchTensors {
    at::Tensor images;         ///< uint8 [B, C, H, W]
    at::Tensor labels;         ///< int64 [B]
    at::Tensor label_weights;  ///< float32 [B, classes]; undefined where every label is its one class
};

/// Takes over the batch's memory, no copy; CPU tensors, free to be changed in place.
BatchTensors to_tensors(Batch&& batch);

/// All images, uint8 [N, C, H, W], sharing the data set's memory (kept alive by the tensor). Never write to it.
at::Tensor images_tensor(const Dataset& dataset);
/// All labels, int64 [N]; the same rule.
at::Tensor labels_tensor(const Dataset& dataset);
/// All soft labels, float32 [N, classes]; the same rule. Undefined where the data set has none.
at::Tensor label_weights_tensor(const Dataset& dataset);

}  // namespace bplf
