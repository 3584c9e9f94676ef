// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inspect/stored_models.h"

#include <algorithm>
#include <span>

#include "core/base/models_folder.h"
#include "core/io/safetensors.h"
#include "core/io/tensor_statistics.h"

namespace bplf::test {

std::filesystem::path small_model() {
    return embedded_weights("emotion-32").value();
}

ModelParts::Part& ModelParts::tensor(const std::string& name) {
    return *std::ranges::find(tensors, name, &Part::name);
}

void write_copy(const std::filesystem::path& path, const std::function<void(ModelParts&)>& change) {
    const SafetensorsFile file(small_model());
    ModelParts parts{file.metadata(), {}};
    for (const TensorView& tensor : file.tensors()) {
        const std::vector<double> values = values_of(tensor);
        parts.tensors.push_back({tensor.name, tensor.shape, {values.begin(), values.end()}});
    }
    if (change) change(parts);
    std::vector<TensorView> views;
    for (const ModelParts::Part& part : parts.tensors)
        views.push_back({part.name, DType::kF32, part.shape, std::as_bytes(std::span(part.numbers))});
    std::filesystem::create_directories(path.parent_path());
    write_safetensors(path, views, parts.metadata);
}

}  // namespace bplf::test
