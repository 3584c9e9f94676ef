// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures drawn again from their recipes, and sets made again from their plans, compared bit for bit.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/stimuli/judge.h"

namespace bplf::stimuli {

/// How it went with one file.
struct VerifiedFile {
    std::string file;
    bool is_right = false;
    std::string problem;  ///< where it is not
};

struct Verification {
    std::vector<VerifiedFile> files;
    int drawn_again = 0;
    bool all_right() const;
};

/// One picture: its pixels against the hash in its recipe, and against the picture drawn again. Its model is
/// `model`, or what the recipe names. Error(kInput) without a recipe, for other weights than the recipe's, or where the
/// codes beside it are missing.
Verification verify_picture(const std::filesystem::path& picture, const std::string& model, const Tools& tools,
                            const std::stop_token& stop);
/// A set's folder: every file against SHA256SUMS, files that are missing or not listed, and each picture that has a
/// recipe drawn again. A folder without SHA256SUMS: each picture in it. Error(kInput) when there is nothing to verify.
Verification verify_folder(const std::filesystem::path& folder, const std::string& model, const Tools& tools,
                           const ProgressSink& progress, const std::stop_token& stop);
/// The set of a plan, made again in a folder beside it that is removed afterwards, against the files of `set`.
Verification verify_plan(const std::filesystem::path& plan, const std::filesystem::path& set, const Tools& tools,
                         const ProgressSink& progress, const std::stop_token& stop);

}  // namespace bplf::stimuli
