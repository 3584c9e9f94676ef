// SPDX-License-Identifier: GPL-3.0-or-later
// bplf stimuli, verify and ratings: sets of faces for experiments, from a plan, whether they are what they say, and
// what people see in them.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct StimuliOptions {
    std::string plan;
    std::string out;
    bool example = false;  ///< print a plan and nothing else
    bool dry_run = false;  ///< say what would be made
};

struct VerifyOptions {
    std::string what;   ///< a picture, a set's folder, or a plan
    std::string set;    ///< of a plan: the folder that was made of it; empty = the one it lies in
    std::string model;  ///< empty = what the recipes name
};

struct RatingsOptions {
    std::string set;                  ///< a set's folder
    std::vector<std::string> tables;  ///< that raters saved
};

/// The example.
bool only_reads(const StimuliOptions& options);

BPLF_VERB(80, root, "stimuli", StimuliOptions, add_stimuli);
BPLF_VERB(90, root, "verify", VerifyOptions, add_verify);
BPLF_VERB(100, root, "ratings", RatingsOptions, add_ratings);

}  // namespace bplf::cli
