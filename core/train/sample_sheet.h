// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet of faces a run leaves every N steps: one row per label.
#pragma once

#include <filesystem>
#include <vector>

#include "core/flow/model.h"
#include "core/image/image.h"

namespace bplf {

/// Low at the fine levels, high at the top: clean skin and natural variety (used until a card says otherwise).
std::vector<double> default_temperature(const flow::Model& model);

/// Faces of the seeds 1 … columns under each row of `labels` [R, labels], row by row, at default_temperature(); for a
/// model without labels only the number of rows counts.
std::vector<Image> draw_rows(flow::Model& model, const at::Tensor& labels, std::int64_t columns);

/// Eight seeds per label (one row when unconditional), enlarged threefold, as a PNG.
void write_sample_sheet(flow::Model& model, const std::filesystem::path& path);

}  // namespace bplf
