// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_format.h"

#include "core/base/error.h"
#include "core/io/tensor_statistics.h"

namespace bplf {
namespace {

bool is_float(DType dtype) {
    return dtype == DType::kF64 || dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

}  // namespace

bool has_stored_format(const std::filesystem::path& path, std::string_view prefix) {
    if (!std::filesystem::exists(path)) return false;
    try {
        const SafetensorsFile file(path);
        const auto format = file.metadata().find("format");
        return format != file.metadata().end() && format->second.starts_with(prefix);
    } catch (const Error&) {
        return false;
    }
}

std::map<std::string, std::string> stored_facts(const SafetensorsFile& file) {
    auto facts = file.metadata();
    facts.erase("format");
    facts.erase("config");
    return facts;
}

void check_stored_numbers(const SafetensorsFile& file) {
    for (const TensorView& tensor : file.tensors()) {
        if (tensor.dtype == DType::kU8) continue;
        if (!is_float(tensor.dtype))
            throw_input_error(
                "tensor '" + tensor.name + "' has the wrong type.", file.path().string(),
                "The file is damaged or from another program; copy it again or use an earlier checkpoint.");
        if (!statistics_of(tensor).finite)
            throw_input_error("tensor '" + tensor.name + "' holds NaN or infinite values.", file.path().string(),
                              "Training left the finite range; use an earlier checkpoint of the run.");
    }
}

}  // namespace bplf
