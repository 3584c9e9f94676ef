// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a data set as views, whoever owns them, and whether they hold together.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/dataset/dataset_file.h"

namespace bplf {

/// What to do about a damaged set.
inline constexpr const char* kRebuildDataset = "Build it again with `bplf dataset build`.";

/// As DatasetContent.
struct DatasetColumns {
    std::int64_t channels = 0, height = 0, width = 0;
    std::span<const std::uint8_t> images;
    std::span<const std::int64_t> labels;
    std::span<const std::uint8_t> splits;
    std::span<const std::int32_t> groups;
    std::span<const std::int32_t> manifest_rows;
    std::span<const std::uint8_t> sources;
    std::span<const float> padded;
    std::span<const std::uint8_t> masks;
    std::span<const float> label_weights;
    std::span<const ExtraColumn> extra;
};

/// Error(kInput) at `where`, with the row where one is at fault, when columns disagree or a value is out of range.
/// Images and masks count `with_pixels` only.
void check_columns(const DatasetColumns& columns, std::size_t classes, std::size_t sources, const std::string& where,
                   bool with_pixels = true);

}  // namespace bplf
