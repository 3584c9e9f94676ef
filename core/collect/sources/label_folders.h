// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in folders that say their label, and perhaps their split.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/collect/sources/picture_list.h"

namespace bplf {

/// Every file below `root`: <label>/*.png, <split>/<label>/*.png or <label>/<split>/*.png, a folder or two around them
/// and any folders below a label. Files that are no pictures come last, each with a reason; pictures outside label
/// folders have none of the labels and a reason. The split is that of the file's own name in FER2013's form, else of
/// the folder (split_of_word()). Order by name.
std::vector<PictureEntry> list_label_folders(const std::filesystem::path& root);

/// FER2013's folder form merges its two held-out splits; the file names keep them apart ("PrivateTest_12.jpg").
std::optional<Split> split_of_file_name(const std::filesystem::path& file);

}  // namespace bplf
