// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and texts of a set, and the list of all its files.
#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/progress.h"
#include "core/base/sha256.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/contact_sheet.h"
#include "core/stimuli/methods.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/tables.h"

namespace bplf::stimuli {

std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().lexically_relative(folder).generic_string();
        if (entry->is_directory() && name == "work") entry.disable_recursion_pending();
        if (entry->is_regular_file() && name != kHashesFile) files.push_back(name);
    }
    std::ranges::sort(files);
    return files;
}

void write_documents(const SetRecord& set, const std::filesystem::path& folder, const std::stop_token& stop) {
    write_file(folder / "stimuli.csv", stimuli_csv(set));
    const std::vector<std::string> conditions = conditions_csv(set);
    for (std::size_t group = 0; group < conditions.size(); ++group)
        write_file(folder / ("conditions_group" + std::to_string(group + 1) + ".csv"), conditions[group]);
    write_file(folder / "images.json", images_json(set));
    write_file(folder / "stimuli.tsv", bids_tsv(set));
    write_file(folder / "stimuli.json", bids_json(set));
    if (const std::string candidates = candidates_csv(set); !candidates.empty())
        write_file(folder / "candidates.csv", candidates);
    write_file(folder / "methods.txt", methods_text(set));
    if (!set.design.model.card.empty()) write_file(folder / "card.md", set.design.model.card);
    throw_if_stopped(stop);
    if (set.design.plan.contact_sheet) write_file(folder / "contact-sheet.pdf", contact_sheet_pdf(set, folder));
    std::string hashes;
    for (const std::string& file : files_in(folder)) {
        throw_if_stopped(stop);
        hashes += sha256_of_file(folder / file) + "  " + file + "\n";
    }
    write_file(folder / kHashesFile, hashes);
}

}  // namespace bplf::stimuli
