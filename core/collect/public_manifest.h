// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest that can be shared: hashes, labels, boxes and decisions, no paths and no pixels. Who owns the sources
// builds the same data set from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/base/progress.h"
#include "core/collect/builder.h"

namespace bplf {

/// Writes `file` from a built folder; its first line tells size, classes and treatment. Returns the number of images.
/// Error(kInput) when the folder holds no build, kUsage when `file` exists and `force` is false.
std::int64_t write_public_manifest(const std::filesystem::path& folder, const std::filesystem::path& file, bool force);

/// Finds the images that `manifest` keeps among the sources of `options` by the hash of their pixels, and cuts them as
/// it says; size, channels and treatment are the manifest's. Images that the sources do not have are left out and
/// counted in the notes; when none is missing the content equals the original's (Dataset::content_sha256).
/// Error(kInput) naming the line when the manifest is damaged, or when nothing is found. Writes as build_dataset,
/// without a report.
BuildReport rebuild_dataset(const BuildOptions& options, const std::filesystem::path& manifest,
                            const std::filesystem::path& folder, bool force, const ProgressSink& progress = {},
                            const std::stop_token& stop = {});

}  // namespace bplf
