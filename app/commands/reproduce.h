// SPDX-License-Identifier: GPL-3.0-or-later
// bplf reproduce: the paper's tables and figures, trained anew at a stated budget.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct ReproduceOptions {
    std::vector<std::string> targets;
    std::string data_root;
    std::string budget;
    std::string out;
    std::vector<std::string> sets;
    int seeds = 0;  ///< 0: by the budget
    std::string scale = "small";
    int batch = 32;
    std::string classifier = "emotion-classifier";  ///< name, file or folder; "none": no faces are judged
};

BPLF_VERB(160, root, "reproduce", ReproduceOptions, add_reproduce);

}  // namespace bplf::cli
