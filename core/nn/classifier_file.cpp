// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/classifier_file.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/base/sha256.h"
#include "core/io/stored_format.h"
#include "core/io/stored_state.h"
#include "core/io/tensor_budget.h"
#include "core/io/tensors.h"

namespace bplf::nn {
std::map<std::string, at::Tensor> named_state(const EmotionClassifier& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model->named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model->named_buffers()) {
        // Only a cumulative average of the batches would need their number.
        if (!item.key().ends_with("num_batches_tracked")) state[item.key()] = item.value();
    }
    return state;
}

StoredClassifier load_classifier(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    StoredClassifier stored;
    stored.path = path;
    stored.sha256 = sha256_of_file(path);
    {
        const TensorBudget budget(file);
        stored.model = EmotionClassifier(stored_options(file));
    }
    stored.metadata = stored_facts(file);
    copy_stored_state(file, named_state(stored.model));
    stored.model->eval();
    return stored;
}

void save_classifier(const std::filesystem::path& path, const EmotionClassifier& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto facts = metadata;
    facts["format"] = kClassifierFormat;
    facts["config"] = to_json(model->options()).dump();
    write_tensors(path, state_to_store(named_state(model), half), facts);
}

}  // namespace bplf::nn
