// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of models that somebody named, beside those that belong to the program.
#pragma once

#include <filesystem>

namespace bplf::flow {

/// From now on models_folders() begins with this one; an empty path takes that back. Process-wide; any thread.
/// Error(kInput) when there is no such folder.
void prefer_models_folder(const std::filesystem::path& folder);

}  // namespace bplf::flow
