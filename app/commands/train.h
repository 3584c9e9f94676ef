// SPDX-License-Identifier: GPL-3.0-or-later
// bplf train: a run folder from a configuration and a data set.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct TrainOptions {
    std::string config;  ///< name or file; with --resume the run's own
    std::string level;   ///< part of a pyramid's configuration; empty: the configuration as a whole
    std::string data;
    std::string out;
    bool resume = false;
    std::string warm_start;  ///< model whose weights to start from
    std::int64_t steps = 0;  ///< 0: as the configuration says
    double epochs = 0;
    double minutes = 0;                 ///< stop after this long; 0: no limit
    std::vector<std::string> settings;  ///< "key=value" over the configuration
};

BPLF_VERB(130, root, "train", TrainOptions, add_train);

}  // namespace bplf::cli
