// SPDX-License-Identifier: GPL-3.0-or-later
// What a run measures on held-out images every N steps.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

struct Validation {
    double bits_per_dim = 0;
    std::vector<std::pair<std::string, double>> scalars;  ///< "validation/…" for the log
    std::map<std::string, std::string> facts;             ///< metadata for the checkpoint
};

/// Bits/dim (fixed noise), ‖eps‖²/d per level, largest condition number of a 1×1, and inversion error in 8-bit steps on
/// 32 images.
Validation validate_model(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows,
                          const std::stop_token& stop);

}  // namespace bplf
