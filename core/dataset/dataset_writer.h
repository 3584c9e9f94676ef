// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets written row by row, whose pixels need not fit into memory.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

/// The pixels of a row, [C, H, W], and which were in the photograph, [H, W]; `mask` is empty where none are stored.
struct RowPixels {
    std::function<std::vector<std::uint8_t>(std::int64_t row)> image;
    std::function<std::vector<std::uint8_t>(std::int64_t row)> mask;
};

/// The same file as write_dataset() writes with these pixels in the content, whose own stay empty. Errors as there.
void write_dataset(const std::filesystem::path& path, const DatasetContent& content, const RowPixels& rows);

}  // namespace bplf
