// SPDX-License-Identifier: GPL-3.0-or-later
// How a built set is told from a collection.
#pragma once

#include <filesystem>

namespace bplf {

/// Whether it is called as a built set is: a folder with a dataset.safetensors, or a *.safetensors.
bool is_built_set(const std::filesystem::path& path);

}  // namespace bplf
