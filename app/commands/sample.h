// SPDX-License-Identifier: GPL-3.0-or-later
// bplf sample: faces from seeds, as one sheet or one file each.
#pragma once

#include <string>
#include <vector>

#include "core/publish/saved_size.h"
#include "core/sample/look.h"
#include "core/sample/request.h"

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

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
};

CLI::App& add_sample(CLI::App& app, SampleOptions& options, CommonOptions& common);
int run(const SampleOptions& options, Session& session);

}  // namespace bplf::cli
