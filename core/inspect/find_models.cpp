// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/find_models.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/base/models_folder.h"
#include "core/io/stored_format.h"

namespace bplf::inspect {
namespace {

namespace fs = std::filesystem;

bool is_model(const fs::path& file) {
    return has_stored_format(file, "bplf.");
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, code), end;
         !code && it != end; it.increment(code))
        entries.push_back(it->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

/// -1 for another name than "step-N".
long long step_of(const fs::path& checkpoint) {
    const std::string name = checkpoint.filename().string();
    long long step = -1;
    if (name.starts_with("step-")) std::from_chars(name.data() + 5, name.data() + name.size(), step);
    return step;
}

std::vector<FoundModel> models_of_run(const fs::path& run) {
    std::vector<FoundModel> found;
    std::set<fs::path> known;
    const std::string title = run.filename().string();
    const auto add = [&](const fs::path& folder, const std::string& word) {
        std::error_code code;
        const fs::path real = fs::canonical(folder / "model.safetensors", code);
        if (code || !is_model(real) || !known.insert(real).second) return;
        found.push_back({folder / "model.safetensors", title + ' ' + word, ModelOrigin::kRun});
    };
    add(run / "best", "best");
    add(run / "last", "last");
    std::vector<fs::path> checkpoints = entries_of(run / "checkpoints");
    std::erase_if(checkpoints, [](const fs::path& path) { return step_of(path) < 0; });
    std::sort(checkpoints.begin(), checkpoints.end(),
              [](const fs::path& a, const fs::path& b) { return step_of(a) > step_of(b); });
    for (const fs::path& checkpoint : checkpoints) add(checkpoint, "step " + std::to_string(step_of(checkpoint)));
    return found;
}

void add_folder(std::vector<FoundModel>& found, const fs::path& folder, int deeper) {
    if (is_run_folder(folder)) {
        const auto models = models_of_run(folder);
        found.insert(found.end(), models.begin(), models.end());
        return;
    }
    for (const fs::path& entry : entries_of(folder)) {
        std::error_code code;
        if (fs::is_directory(entry, code)) {
            if (deeper > 0) add_folder(found, entry, deeper - 1);
        } else if (entry.extension() == ".safetensors" && is_model(entry)) {
            found.push_back({entry, model_name(entry.string()), ModelOrigin::kFolder});
        }
    }
}

}  // namespace

std::vector<FoundModel> embedded_models() {
    std::vector<FoundModel> found;
    std::set<std::string> known;
    const std::string first = model_name("default");
    for (const fs::path& folder : models_folders()) {
        for (const fs::path& entry : entries_of(folder)) {
            const std::string name = entry.filename().string();
            if (!is_model(entry / "model.safetensors") || !known.insert(name).second) continue;
            found.push_back({entry / "model.safetensors", name, ModelOrigin::kEmbedded});
        }
    }
    std::stable_sort(found.begin(), found.end(), [&](const FoundModel& a, const FoundModel& b) {
        return std::pair(a.name != first, a.name) < std::pair(b.name != first, b.name);
    });
    return found;
}

bool is_run_folder(const fs::path& folder) {
    std::error_code code;
    return fs::is_regular_file(folder / "config.json", code) && fs::is_directory(folder / "checkpoints", code);
}

std::vector<FoundModel> find_models(const fs::path& place) {
    std::vector<FoundModel> found;
    std::error_code code;
    // "runs/a/" has no last word.
    const fs::path plain = place.has_filename() ? place : place.parent_path();
    if (fs::is_directory(plain, code))
        add_folder(found, plain, 1);
    else if (fs::is_regular_file(plain, code) || plain.extension() == ".safetensors")
        found.push_back({plain, model_name(plain.string()), ModelOrigin::kFolder});
    return found;
}

}  // namespace bplf::inspect
