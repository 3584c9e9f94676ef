// SPDX-License-Identifier: GPL-3.0-or-later
// How people name splits.
#pragma once

#include <optional>
#include <string_view>

#include "core/dataset/dataset_file.h"

namespace bplf {

/// The split that a word of a folder, file or table means: "Training", "val_set", "PublicTest" (FER2013's
/// validation), "FER2013Test", "dev", "eval" … in any case; nothing for other words.
std::optional<Split> split_of_word(std::string_view word);

}  // namespace bplf
