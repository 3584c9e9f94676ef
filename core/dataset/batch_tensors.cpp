// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/batch_tensors.h"

#include <ATen/ATen.h>

#include <memory>
#include <utility>

namespace bplf {
namespace {

at::Tensor view(const void* data, at::IntArrayRef shape, at::ScalarType type, std::shared_ptr<const void> owner) {
    // from_blob wants a mutable pointer; the contract of the data-set views forbids writing.
    return at::from_blob(const_cast<void*>(data), shape, [owner = std::move(owner)](void*) {}, at::TensorOptions(type));
}

}  // namespace

BatchTensors to_tensors(Batch&& batch) {
    const auto owner = std::make_shared<Batch>(std::move(batch));
    BatchTensors tensors{
        view(owner->images.data(), {owner->size, owner->channels, owner->height, owner->width}, at::kByte, owner),
        view(owner->labels.data(), {owner->size}, at::kLong, owner),
        {}};
    if (!owner->label_weights.empty()) {
        const auto classes = static_cast<std::int64_t>(owner->label_weights.size()) / owner->size;
        tensors.label_weights = view(owner->label_weights.data(), {owner->size, classes}, at::kFloat, owner);
    }
    return tensors;
}

at::Tensor images_tensor(const Dataset& dataset) {
    return view(dataset.images().data(), {dataset.size(), dataset.channels(), dataset.height(), dataset.width()},
                at::kByte, std::make_shared<Dataset>(dataset));
}

at::Tensor labels_tensor(const Dataset& dataset) {
    return view(dataset.labels().data(), {dataset.size()}, at::kLong, std::make_shared<Dataset>(dataset));
}

at::Tensor label_weights_tensor(const Dataset& dataset) {
    if (dataset.label_weights().empty()) return {};
    const auto classes = static_cast<std::int64_t>(dataset.class_names().size());
    return view(dataset.label_weights().data(), {dataset.size(), classes}, at::kFloat,
                std::make_shared<Dataset>(dataset));
}

}  // namespace bplf
