// SPDX-License-Identifier: GPL-3.0-or-later
// bplf sample: faces from seeds, as one sheet or one file each.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/publish/saved_size.h"
#include "core/sample/look.h"
#include "core/sample/request.h"

namespace bplf::cli {

struct SampleOptions {
    std::string model;                ///< empty: the recipe's, else "default"
    std::vector<std::string> labels;  ///< one mix a word; "all" is one row per label
    int count = 8;
    int columns = 0;      ///< 0: `count` for several mixes, else near-square
    Look look;            ///< temperature and intensity; what is not asked for is the model's own
    std::string recipe;   ///< a PNG whose request is drawn again
    std::string latents;  ///< where to save the codes
    std::string out;
    SavedSize size;
    DrawnAs as;
    int best_of = 0;  ///< 0: the recipe's, else 1
    std::string classifier = BestOf{}.classifier;
};

BPLF_VERB(10, root, "sample", SampleOptions, add_sample);

}  // namespace bplf::cli
