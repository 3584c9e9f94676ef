// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet of faces a run leaves every N steps: one row per label.
#pragma once

#include <filesystem>
#include <vector>

#include "core/flow/model.h"

namespace bplf {

/// Low at the fine levels, high at the top: clean skin and natural variety (used until a card says otherwise).
std::vector<double> default_temperature(const flow::Model& model);

/// Eight seeds per label (one row when unconditional), enlarged threefold, as a PNG.
void write_sample_sheet(flow::Model& model, const std::filesystem::path& path);

}  // namespace bplf
