// SPDX-License-Identifier: GPL-3.0-or-later
// bplf selftest: does the default model invert, repeat itself and agree between devices, here?
#pragma once

#include <string>

#include "app/commands/verb.h"

namespace bplf::cli {

struct SelftestOptions {
    std::string model = "default";
};

BPLF_VERB(310, root, "selftest", SelftestOptions, add_selftest);

}  // namespace bplf::cli
