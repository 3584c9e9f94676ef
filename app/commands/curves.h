// SPDX-License-Identifier: GPL-3.0-or-later
// bplf curves: the curves of runs as a figure or a table, without the studio.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct CurvesOptions {
    std::vector<std::string> runs;  ///< event files, CSV, JSON lines, or folders of them
    std::vector<std::string> tags;  ///< parts of series names; empty: all
    double smooth = 0.85;
    std::string x = "step";
    std::string x_column;      ///< of CSV and JSON lines; empty: chosen
    bool by_distance = false;  ///< smoothing weighs by x
    bool log_x = false;
    bool log_y = false;
    int width = 960;
    int height = 600;
    std::string out;  ///< empty: only list the series
};

/// Always.
bool only_reads(const CurvesOptions& options);

BPLF_VERB(170, root, "curves", CurvesOptions, add_curves);

}  // namespace bplf::cli
