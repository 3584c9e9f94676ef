// SPDX-License-Identifier: GPL-3.0-or-later
// Which models lie where: those that come with the program, a run's checkpoints, a folder's files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bplf::inspect {

enum class ModelOrigin { kEmbedded, kFolder, kRun };

struct FoundModel {
    std::filesystem::path path;  ///< of the weights
    std::string name;            ///< short: "emotion-32", "a best", "a step 5000", "b"
    ModelOrigin origin = ModelOrigin::kFolder;
};

/// Flows, levels and classifiers in models_folders(), the default first.
std::vector<FoundModel> embedded_models();

/// Whether `folder` is the folder of a training run.
bool is_run_folder(const std::filesystem::path& folder);

/// In a run its best, its last and the other checkpoints, the newest first, each file once; in another folder the runs
/// and models right in it and one folder deeper; what is no model there is passed by. A file: that one, whatever is
/// in it or became of it.
std::vector<FoundModel> find_models(const std::filesystem::path& place);

}  // namespace bplf::inspect
