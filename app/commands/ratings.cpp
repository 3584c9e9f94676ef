// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "app/commands/stimuli.h"
#include "core/base/number_text.h"
#include "core/stimuli/rating.h"

namespace bplf::cli {

int run(const RatingsOptions& options, Session& session) {
    const std::vector<std::filesystem::path> tables(options.tables.begin(), options.tables.end());
    const stimuli::RatingSummary found = stimuli::add_ratings(options.set, tables, session.options().force);
    std::string text = options.set + ": " + plural(found.added, "answer") + " added; " +
                       plural(found.ratings, "answer") + " of " + plural(found.raters, "rater") + " in all";
    if (found.unrated > 0) text += "; " + plural(found.unrated, "picture") + " not rated yet";
    session.console().result({{"schema", "bplf.ratings.result.v1"},
                              {"path", options.set},
                              {"added", found.added},
                              {"ratings", found.ratings},
                              {"raters", found.raters},
                              {"unrated", found.unrated}},
                             text);
    return 0;
}

}  // namespace bplf::cli
