// SPDX-License-Identifier: GPL-3.0-or-later
// bplf bench: how fast this build is here, beside the machine's own GEMM rate and the Python peer.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct BenchOptions {
    std::string what;  ///< "sample", "train", "encode", "ops" or "startup"
    std::string model = "default";
    std::string config = "emotion-32";
    std::vector<double> batches;  ///< empty: the usual ones of `what`
    int repeats = 5;
    double seconds = 1;     ///< about how long each repeat runs
    std::string precision;  ///< of training convolutions; empty: as the configuration says
    std::string peers;      ///< "twin", "normflows" and "freia", between commas; empty: none
    std::string python;     ///< interpreter with torch for --peer; empty: found
    bool record = false;    ///< add what was measured to the history
    std::string history;    ///< file of --record; empty: tests/bench/history.jsonl of the source tree
    std::string against;    ///< history to compare with; empty: none
};

BPLF_VERB(300, root, "bench", BenchOptions, add_bench);

}  // namespace bplf::cli
