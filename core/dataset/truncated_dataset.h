// SPDX-License-Identifier: GPL-3.0-or-later
// A data set whose images are cut to their leading singular values (core/flow/README.md#svd-truncation).
#pragma once

#include <stop_token>

#include "core/base/progress.h"
#include "core/dataset/dataset_file.h"
#include "core/image/svd.h"

namespace bplf {

/// Every image of `raw` truncated, on all processors; labels, splits and all other columns as they are, no metadata.
/// Error(kInterrupted) on stop.
DatasetContent truncated_dataset(const Dataset& raw, const SvdTruncation& svd, const ProgressSink& progress = {},
                                 const std::stop_token& stop = {});

}  // namespace bplf
