// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/checkpoint.h"

#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/flow/registry.h"
#include "core/io/tensors.h"

namespace bplf::flow {
namespace {

constexpr const char* kRetrain = "The file is damaged or from another program; copy it again or use an earlier checkpoint.";

FlowConfig config_of(const SafetensorsFile& file) {
    const std::string where = file.path().string();
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end()) {
        throw_input_error("is a safetensors file but not a BPLF checkpoint (no \"format\" in its metadata).",
                          where, "Choose a model.safetensors written by bplf train.");
    }
    if (format->second != kCheckpointFormat) {
        throw_input_error("has the unknown format version '" + format->second + "'.", where,
                          "This program reads " + std::string(kCheckpointFormat) + "; update BPLF Studio.");
    }
    try {
        const FlowConfig config = config_from_json(nlohmann::json::parse(file.metadata_at("config")));
        find_system(config.system);
        return config;
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("has a config that is not valid JSON: ") + error.what() + ".", where);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_input_error("has an invalid config: " + std::string(error.what()), where, kRetrain);
    }
}

std::string shape_text(at::IntArrayRef sizes) {
    std::string text = "[";
    for (const std::int64_t size : sizes) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

void copy_tensor(const SafetensorsFile& file, const std::string& name, at::Tensor target) {
    const std::string where = file.path().string();
    if (file.find(name) == nullptr) {
        throw_input_error("lacks the tensor '" + name + "' that its config asks for.", where, kRetrain);
    }
    const at::Tensor stored = read_tensor(file, name);
    if (stored.sizes() != target.sizes()) {
        throw_input_error("tensor '" + name + "' has shape " + shape_text(stored.sizes()) + " instead of " +
                              shape_text(target.sizes()) + ".",
                          where, kRetrain);
    }
    const bool same_kind = at::isFloatingType(stored.scalar_type()) == at::isFloatingType(target.scalar_type());
    if (!same_kind) {
        throw_input_error("tensor '" + name + "' has the wrong type.", where, kRetrain);
    }
    if (at::isFloatingType(stored.scalar_type()) && !at::isfinite(stored).all().item<bool>()) {
        throw_input_error("tensor '" + name + "' holds NaN or infinite values.", where,
                          "Training left the finite range; use an earlier checkpoint of the run.");
    }
    target.copy_(stored);
}

}  // namespace

std::filesystem::path resolve_model(const std::string& model) {
    namespace fs = std::filesystem;
    if (fs::is_directory(model)) {
        const fs::path file = fs::path(model) / "model.safetensors";
        if (fs::exists(file)) return file;
        throw_input_error("is a folder without a model.safetensors.", model,
                          "Choose a run folder's checkpoint or a model folder.");
    }
    if (fs::exists(model)) return model;
    std::string looked;
    for (const fs::path& folder : models_folders()) {
        const fs::path file = folder / model / "model.safetensors";
        if (fs::exists(file)) return file;
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    throw_input_error("is neither a file, a model folder, nor an embedded model.", model,
                      "Looked in: " + (looked.empty() ? "no models folder found" : looked) + ".");
}

std::map<std::string, at::Tensor> named_state(const Model& model) {
    std::map<std::string, at::Tensor> state;
    for (const auto& item : model.named_parameters()) state[item.key()] = item.value();
    for (const auto& item : model.named_buffers()) state[item.key()] = item.value();
    return state;
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    Checkpoint checkpoint;
    checkpoint.path = path;
    checkpoint.sha256 = sha256_of_file(path);
    checkpoint.model = make_model(config_of(file));
    checkpoint.metadata = file.metadata();
    checkpoint.metadata.erase("format");
    checkpoint.metadata.erase("config");
    const at::NoGradGuard no_grad;
    const auto state = named_state(*checkpoint.model);
    for (const auto& [name, tensor] : state) copy_tensor(file, name, tensor);
    for (const TensorView& view : file.tensors()) {
        if (!state.contains(view.name)) {
            throw_input_error("has the extra tensor '" + view.name + "' that its config does not know.",
                              path.string(), kRetrain);
        }
    }
    checkpoint.model->eval();
    return checkpoint;
}

void save_checkpoint(const std::filesystem::path& path, const Model& model,
                     const std::map<std::string, std::string>& metadata, bool half) {
    auto state = named_state(model);
    for (auto& [name, tensor] : state) {
        const bool narrow = half && at::isFloatingType(tensor.scalar_type());
        tensor = tensor.detach().to(at::kCPU, narrow ? at::kHalf : tensor.scalar_type()).contiguous();
    }
    auto facts = metadata;
    facts["format"] = kCheckpointFormat;
    facts["config"] = to_json(model.config()).dump();
    write_tensors(path, state, facts);
}

}  // namespace bplf::flow
