// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/built_set.h"

namespace bplf {

bool is_built_set(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return std::filesystem::exists(path / "dataset.safetensors", ignored);
    }
    return path.extension() == ".safetensors";
}

}  // namespace bplf
