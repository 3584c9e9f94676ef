// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that hold 48×48 pictures as numbers: FER2013 in all its forms, and CK+ as ckextended.csv.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/collect/source.h"
#include "core/io/table.h"

namespace bplf {

/// How the numbers of such a table are meant.
struct FerTable {
    std::string kind;                    ///< of source_registry()
    std::string collection;              ///< as Source::collection()
    std::vector<std::string> words;      ///< by number
    std::optional<Split> split{};        ///< of tables without the column Usage
    std::filesystem::path name_below{};  ///< folder that the table was found in, for the images' names; may be empty
};

/// Of the rows, more than this share may not be bad.
inline constexpr double kBadRows = 0.1;

/// Whether the first row names the columns of such a table.
bool is_fer_header(const TableHeader& header);

/// "emotion,pixels,Usage", "emotion, Usage, pixels" (icml_face_data.csv) and "emotion,pixels" (train.csv), in any
/// dialect; labels as numbers ("3", "3.0") or words. A bad row becomes a record with its line and what is wrong;
/// Error(kInput) when they are more than kBadRows of all, or when the table is another one.
std::unique_ptr<Source> open_fer_table(const std::filesystem::path& file, const FerTable& meaning);

}  // namespace bplf
