// SPDX-License-Identifier: GPL-3.0-or-later
// Collections as they lie there: every image that can be read and has a label, nothing searched, nothing dropped.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "core/base/progress.h"
#include "core/collect/collector.h"

namespace bplf {

/// How much is found out about an image.
enum class RawDetail {
    kCounts,  ///< label, split and group
    kPixels,  ///< the stored form of its middle square too
    kAll      ///< and what the manifest says
};

struct RawReading {
    RawDetail detail = RawDetail::kAll;
    std::filesystem::path aside;  ///< folder in which pictures are put aside; empty: memory
};

/// Reads what open_sources(options) gave; `first` is told of the first image that counts. Of the options those of the
/// stored form count (size, channels, pad, svd, illumination, masks), and the threads. Equal pictures are known as
/// copies; groups and splits stay for the caller. Error(kInput) when no image is left; kInterrupted on stop.
Collected read_raw(const BuildOptions& options, OpenedSources sources, const RawReading& reading,
                   const ProgressSink& progress, const std::stop_token& stop,
                   const std::function<void(const Image&)>& first = {});

}  // namespace bplf
