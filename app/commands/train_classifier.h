// SPDX-License-Identifier: GPL-3.0-or-later
// bplf train-classifier: the network that judges whether a face shows the emotion asked for.
#pragma once

#include <cstdint>
#include <string>

#include "app/commands/verb.h"

namespace bplf::cli {

struct TrainClassifierOptions {
    std::string data;
    std::string out;
    bool resume = false;
    std::int64_t steps = 0;    ///< 0: as ClassifierConfig says
    double minutes = 0;        ///< stop after this long; 0: no limit
    int batch = 0;             ///< 0: as ClassifierConfig says
    int width = 0;             ///< 0: as ClassifierConfig says
    double learning_rate = 0;  ///< 0: as ClassifierConfig says
    int size = 0;              ///< of a source's images; 0: as they are
};

BPLF_VERB(140, root, "train-classifier", TrainClassifierOptions, add_train_classifier);

}  // namespace bplf::cli
