// SPDX-License-Identifier: GPL-3.0-or-later
// Collections packed as they are: no search for faces, nothing dropped but what cannot be read or has no label.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/progress.h"
#include "core/collect/builder.h"

namespace bplf {

/// The same files as build_dataset() without face crop that keeps copies and blank pictures, without its stages of
/// search and cleaning. Of the options sources, size, channels, pad, svd, illumination, masks, splits, seed and threads
/// count. Errors as build_dataset.
BuildReport import_dataset(const BuildOptions& options, const std::filesystem::path& folder, bool force,
                           const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
