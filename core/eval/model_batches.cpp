// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/model_batches.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/dataset/batch_tensors.h"
#include "core/eval/bits_per_dim.h"
#include "core/eval/data_fit.h"
#include "core/io/mapped_guard.h"

namespace bplf {
ModelBatches::ModelBatches(const flow::Model& model, const Dataset& dataset, std::vector<std::int64_t> rows,
                           std::int64_t batch_size)
    : model_(model), rows_(std::move(rows)), batch_size_(batch_size) {
    require_image_size(model.config(), dataset);
    images_ = images_tensor(dataset);
    map_ = label_map(model.config(), dataset);
    labels_ = labels_tensor(dataset);
    weights_ = label_weights_tensor(dataset);
}

std::int64_t ModelBatches::count() const {
    return (static_cast<std::int64_t>(rows_.size()) + batch_size_ - 1) / batch_size_;
}

ModelBatch ModelBatches::at(std::int64_t index) const {
    const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(index * batch_size_);
    const auto left = static_cast<std::int64_t>(rows_.end() - begin);
    ModelBatch batch;
    batch.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(std::min(batch_size_, left)));
    const at::Tensor chosen = at::tensor(batch.rows, at::kLong);
    const at::Tensor parameter = model_.parameters().front();
    batch.pixels = images_.index_select(0, chosen).to(parameter.device());
    require_unwritten(images_.const_data_ptr());
    const at::Tensor labels = labels_.index_select(0, chosen);
    batch.labels = at::tensor(map_, at::kLong).index_select(0, labels);
    const auto classes = static_cast<std::int64_t>(model_.config().labels.size());
    if (classes == 0) return batch;
    const at::Tensor weights = weights_.defined() ? weights_.index_select(0, chosen) : at::Tensor();
    batch.h = label_rows(labels, weights, map_, classes).to(parameter.options());
    return batch;
}

}  // namespace bplf
