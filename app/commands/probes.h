// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a model as commands say them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/inspect/model_checks.h"

namespace bplf::cli {

nlohmann::ordered_json checks_json(const std::vector<inspect::Check>& checks);
/// "ok    name: detail" a line, what to do behind it where it failed.
std::string checks_text(const std::vector<inspect::Check>& checks);

}  // namespace bplf::cli
