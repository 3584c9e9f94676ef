// SPDX-License-Identifier: GPL-3.0-or-later
// bplf configs: what can be trained, and what can be set in a training.
#pragma once

#include <string>

#include "app/commands/verb.h"

namespace bplf::cli {

struct ConfigsOptions {
    std::string config;  ///< name or file; empty: the names
    std::string level;   ///< part of a pyramid's configuration
};

BPLF_VERB(135, root, "configs", ConfigsOptions, add_configs);

}  // namespace bplf::cli
