// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/verify.h"

#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/models_folder.h"
#include "core/base/sha256.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/publish/recipe.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/face_files.h"
#include "core/stimuli/rating.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/stimulus_recipe.h"

namespace bplf::stimuli {
namespace {

/// Whether it has a recipe that verify_picture() draws.
bool is_drawn(const std::filesystem::path& file) {
    if (lower_ending(file) != ".png") return false;
    const std::string schema = recipe_schema(file);
    return schema == kStimulusSchema || schema == "bplf.sample.v1";
}

/// Draws stimuli again; the model is kept from picture to picture.
class Redrawing {
  public:
    Redrawing(std::string model, const Tools& tools)
        : asked_(std::move(model)), tools_(tools), engine_(*tools.engine) {}

    /// Empty when the picture is right, else what is wrong.
    std::string check(const std::filesystem::path& picture) {
        const StimulusRecipe recipe = stimulus_in(picture);
        if (pixel_hash(read_png(picture)) != recipe.pixel_sha256)
            return "its pixels are not those that its recipe names";
        load(recipe);
        const OpenedFace face = open_faces(picture, model_, tools_, {}).front();
        const Cell cell = engine_.decode(face.code, face.look).value_or_throw();
        if (pixel_hash(finished(cell.image, recipe.finish)) == recipe.pixel_sha256) return {};
        // The studio also saves with square pixels, and a sample's recipe does not say so.
        StimulusRecipe squares = recipe;
        squares.finish.filter = Filter::kNearest;
        const bool is_plain = !recipe.finish.mask && !recipe.finish.linear && !recipe.finish.histogram;
        if (is_plain && pixel_hash(finished(cell.image, squares.finish)) == recipe.pixel_sha256) return {};
        return "drawn again it is another picture";
    }

  private:
    void load(const StimulusRecipe& recipe) {
        const std::string wanted = asked_.empty() ? recipe.model + recipe.model_sha256 : asked_;
        if (wanted == loaded_) return;
        const std::string name = asked_.empty() ? model_that_drew(recipe.model, recipe.model_sha256) : asked_;
        model_ = engine_.load_model(name).value_or_throw();
        loaded_ = wanted;
    }

    std::string asked_, loaded_;
    const Tools& tools_;
    Engine& engine_;
    ModelInfo model_;
};

std::vector<VerifiedFile> compare_hashes(const std::filesystem::path& folder, const std::stop_token& stop) {
    std::map<std::string, std::string> expected = read_hashes(folder);
    std::vector<VerifiedFile> files;
    for (const std::string& file : files_in(folder)) {
        throw_if_stopped(stop);
        const auto known = expected.find(file);
        if (known == expected.end()) {
            files.push_back({file, false, "it is not one of the set's"});
            continue;
        }
        const bool is_right = sha256_of_file(folder / file) == known->second;
        files.push_back({file, is_right, is_right ? "" : "it was changed"});
        expected.erase(known);
    }
    for (const auto& [file, hash] : expected) files.push_back({file, false, "it is missing"});
    return files;
}

std::vector<VerifiedFile> pictures_in(const std::filesystem::path& folder) {
    std::vector<VerifiedFile> files;
    for (const std::string& file : files_in(folder)) {
        if (is_drawn(folder / file)) files.push_back({file, true, ""});
    }
    if (files.empty())
        throw_input_error("This folder has no picture with a recipe and no list of hashes.", folder.string(),
                          "Name a set's folder, or pictures drawn by this program.");
    return files;
}

}  // namespace

bool Verification::all_right() const {
    return std::ranges::all_of(files, &VerifiedFile::is_right);
}

Verification verify_picture(const std::filesystem::path& picture, const std::string& model, const Tools& tools,
                            const std::stop_token& stop) {
    throw_if_stopped(stop);
    const std::string problem = Redrawing(model, tools).check(picture);
    return {{{picture.string(), problem.empty(), problem}}, 1};
}

Verification verify_folder(const std::filesystem::path& folder, const std::string& model, const Tools& tools,
                           const ProgressSink& progress, const std::stop_token& stop) {
    Verification result;
    result.files = std::filesystem::exists(folder / kHashesFile) ? compare_hashes(folder, stop) : pictures_in(folder);
    Redrawing redrawing(model, tools);
    Progress report;
    report.stage = "draw again";
    report.total = static_cast<std::int64_t>(result.files.size());
    report.unit = "files";
    for (VerifiedFile& file : result.files) {
        throw_if_stopped(stop);
        ++report.done;
        if (progress) progress(report);
        if (!file.is_right || file.file.find('/') != std::string::npos || !is_drawn(folder / file.file)) continue;
        file.problem = redrawing.check(folder / file.file);
        file.is_right = file.problem.empty();
        ++result.drawn_again;
    }
    return result;
}

Verification verify_plan(const std::filesystem::path& plan_file, const std::filesystem::path& set, const Tools& tools,
                         const ProgressSink& progress, const std::stop_token& stop) {
    const auto hashes = read_hashes(set);
    auto again = set.has_filename() ? set : set.parent_path();
    again += ".again";
    const SetSummary summary = build_set(read_plan(plan_file), plan_file.string(), again, true, tools, progress, stop);
    if (std::filesystem::exists(set / kRatingsFile)) add_ratings(again, {set / kRatingsFile});
    Verification result;
    result.drawn_again = summary.pictures;
    const auto made = read_hashes(again);
    for (const auto& [file, hash] : hashes) {
        const auto found = made.find(file);
        if (found == made.end())
            result.files.push_back({file, false, "the plan does not make it"});
        else
            result.files.push_back(
                {file, found->second == hash, found->second == hash ? "" : "made again it is another file"});
    }
    for (const auto& [file, hash] : made) {
        if (!hashes.contains(file)) result.files.push_back({file, false, "it is missing"});
    }
    std::error_code ignored;
    std::filesystem::remove_all(again, ignored);
    return result;
}

}  // namespace bplf::stimuli
