// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/checkpoint.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/flow/registry.h"
#include "core/io/stored_format.h"
#include "core/io/stored_state.h"
#include "core/io/tensor_budget.h"
#include "core/io/tensors.h"

namespace bplf::flow {
namespace {

/// What the file says it holds, of a system that this program has.
FlowConfig config_of(const SafetensorsFile& file, const char* format) {
    FlowConfig config = stored_config(file, format);
    try {
        find_system(config.system);
    } catch (const Error& error) {
        throw_invalid_config(file, error);
    }
    return config;
}

template <typename Kind, typename Make>
Stored<Kind> load(const std::filesystem::path& path, const char* format, Make&& make) {
    const SafetensorsFile file(path);
    Stored<Kind> stored;
    stored.path = path;
    stored.sha256 = sha256_of_file(path);
    {
        const TensorBudget budget(file);
        stored.model = make(config_of(file, format));
    }
    stored.metadata = stored_facts(file);
    copy_stored_state(file, named_state(*stored.model));
    stored.model->eval();
    return stored;
}

}  // namespace

std::map<std::string, at::Tensor> named_state(const Density& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model.named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model.named_buffers()) state[item.key()] = item.value();
    return state;
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
    return load<Model>(path, kCheckpointFormat, make_model);
}

LevelCheckpoint load_level(const std::filesystem::path& path) {
    return load<Level>(path, kLevelFormat, [](const FlowConfig& config) { return std::make_shared<Level>(config); });
}

Stored<Density> load_density(const std::filesystem::path& path) {
    const bool level = stored_format(SafetensorsFile(path)) == kLevelFormat;
    return load<Density>(path, level ? kLevelFormat : kCheckpointFormat, make_density);
}

void save_checkpoint(const std::filesystem::path& path, const Density& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto facts = metadata;
    facts["format"] = model.config().level.empty() ? kCheckpointFormat : kLevelFormat;
    facts["config"] = to_json(model.config()).dump();
    write_tensors(path, state_to_store(named_state(model), half), facts);
}

}  // namespace bplf::flow
