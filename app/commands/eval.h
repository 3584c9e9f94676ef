// SPDX-License-Identifier: GPL-3.0-or-later
// bplf eval: bits per dimension of a model on a split of a data set, and what else can be measured there.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/sample/look.h"

namespace bplf::cli {

struct EvalOptions {
    std::string model;
    std::string data;
    std::string split = "validation";
    std::string svd = "off";  ///< "off", "rank:K" or "energy:R"
    int draws = 1;            ///< dequantisation draws per image
    int batch = 64;
    int limit = 0;        ///< only the first so many images; 0: all
    int importance = 0;   ///< draws of the importance-weighted bound; 0: not measured
    int invert = 64;      ///< images to encode and decode; 0: none
    int labels_used = 0;  ///< images to judge under every label; 0: none
    int samples = 0;      ///< faces to draw and compare; 0: none
    std::string classifier = "emotion-classifier";
    Look look;  ///< temperature and intensity of the faces; what is not asked for is the model's own
};

BPLF_VERB(150, root, "eval", EvalOptions, add_eval);

}  // namespace bplf::cli
