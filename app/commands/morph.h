// SPDX-License-Identifier: GPL-3.0-or-later
// bplf morph: a film through keys, as GIF, MP4 or numbered PNGs.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/publish/saved_size.h"
#include "core/sample/request.h"

namespace bplf::cli {

struct MorphOptions {
    std::string model;
    std::vector<std::string> keys;  ///< "seed:1;label=happy;temperature=0.7;easing=ease-in"
    int frames = 48;
    double fps = 12;
    std::string path = "slerp";
    bool loop = false;
    std::string out;
    SavedSize size;
    DrawnAs as;
};

BPLF_VERB(50, root, "morph", MorphOptions, add_morph);

}  // namespace bplf::cli
