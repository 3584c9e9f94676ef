// SPDX-License-Identifier: GPL-3.0-or-later
// bplf average and continuum: faces between faces.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/publish/saved_size.h"

namespace bplf::cli {

struct AverageOptions {
    std::string model;
    std::vector<std::string> files;
    std::string of = "codes";  ///< codes or pixels
    std::string label;         ///< empty: the mean of the faces' own
    std::string out;
    SavedSize size;
};

struct ContinuumOptions {
    std::string model, from, to;
    int step = 10;  ///< percent
    std::string out;
    SavedSize size;
};

BPLF_VERB(60, root, "average", AverageOptions, add_average);
BPLF_VERB(70, root, "continuum", ContinuumOptions, add_continuum);

}  // namespace bplf::cli
