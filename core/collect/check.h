// SPDX-License-Identifier: GPL-3.0-or-later
// What a data-set file says of itself, and whether it holds.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

struct DatasetInfo {
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::int64_t images = 0;
    int channels = 0, height = 0, width = 0;
    std::vector<std::string> class_names;
    std::vector<std::string> source_names;
    std::vector<std::array<std::int64_t, kSplitCount>> counts;  ///< [label][split]
    std::int64_t soft_labels = 0;                               ///< images whose label has more than one class
    std::vector<double> label_weights;  ///< sum over images of each class's share; empty without soft labels
    std::vector<ExtraColumn> columns;   ///< further columns of tables
    std::map<std::string, std::string> metadata;
    std::string content_sha256;
    std::vector<std::string> notes;  ///< of a source that is read as it lies there
};

/// Fills in what soft labels [images, classes] say.
void describe_labels(std::span<const float> weights, std::size_t classes, DatasetInfo& info);
/// All fields that the data itself tells; `file` and `bytes` stay for the caller.
DatasetInfo describe_content(const Dataset& dataset);
/// Error(kInput) as Dataset::open.
DatasetInfo dataset_info(const std::filesystem::path& file_or_folder);

enum class Finding { kFine, kWarning, kError };

struct CheckItem {
    std::string name;  ///< "manifest", "splits", …
    Finding finding = Finding::kFine;
    std::string detail;  ///< one sentence with the numbers
};

/// Looks for: a missing or changed manifest (error), rows that disagree with it (error), groups in more than
/// one split (warning), images that occur in training and in a held-out split (warning), copies inside training
/// (warning), constant images (warning), classes without training images (warning). Error(kInput) thrown as
/// Dataset::open when the file itself is invalid.
std::vector<CheckItem> check_dataset(const std::filesystem::path& file_or_folder);

/// "fine", "warning", "error".
std::string finding_name(Finding finding);

}  // namespace bplf
