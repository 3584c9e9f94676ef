// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and texts of a set, and the list of all its files.
#include "core/base/atomic_file.h"
#include "core/base/progress.h"
#include "core/base/sha256.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/contact_sheet.h"
#include "core/stimuli/methods.h"
#include "core/stimuli/rating.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/tables.h"

namespace bplf::stimuli {

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
    write_file(folder / kRatingPage, rating_page(set));
    if (!set.design.model.card.empty()) write_file(folder / "card.md", set.design.model.card);
    throw_if_stopped(stop);
    if (set.design.plan.contact_sheet) write_file(folder / "contact-sheet.pdf", contact_sheet_pdf(set, folder));
    std::map<std::string, std::string> hashes;
    for (const std::string& file : files_in(folder)) {
        throw_if_stopped(stop);
        hashes[file] = sha256_of_file(folder / file);
    }
    write_file(folder / kHashesFile, hashes_text(hashes));
}

}  // namespace bplf::stimuli
