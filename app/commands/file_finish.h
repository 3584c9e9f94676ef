// SPDX-License-Identifier: GPL-3.0-or-later
// bplf match and mask: what stimulus sets do to their pictures, for pictures that exist already.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct MaskOptions {
    std::string shape = "none";  ///< none, oval, ellipse
    std::vector<double> axes{}, centre{};
    double edge = 4, scale = 1;
};

struct MatchFilesOptions {
    std::vector<std::string> files;
    std::string out;
    MaskOptions mask;
    std::optional<double> mean, sd;
    bool histogram = false;
};

struct MaskFilesOptions {
    std::vector<std::string> files;
    std::string out;
    MaskOptions mask{.shape = "oval"};
    int background = 128;
};

BPLF_VERB(110, root, "match", MatchFilesOptions, add_match);
BPLF_VERB(120, root, "mask", MaskFilesOptions, add_mask);

}  // namespace bplf::cli
