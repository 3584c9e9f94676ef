// SPDX-License-Identifier: GPL-3.0-or-later
// Collections read as they are, for training and measuring: no search for faces, nothing dropped.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/progress.h"
#include "core/collect/check.h"
#include "core/dataset/dataset_file.h"

namespace bplf {

/// The images a model takes.
struct ImageFormat {
    int size = 0;  ///< side in pixels
    int channels = 1;
};

/// What --data takes: a built file or folder, or a source (KIND:PATH, or a bare path that is recognised), which is read
/// whole into memory: the middle square of every image that can be read and has a label, resized to `wanted`, or to the
/// first image's shorter side. The same rows as collect_dataset() gives without face crop. A built set is never
/// changed. Errors as open_source and Dataset::open; Error(kInput) when no image is left; kInterrupted on stop.
Dataset open_data(const std::string& file_or_source, std::optional<ImageFormat> wanted = std::nullopt,
                  const std::stop_token& stop = {});

/// The same in numbers, the splits among them, in memory that does not grow with the pictures' size. Of a source the
/// size is that of its first readable image, and content_sha256 is empty: nothing is stored.
DatasetInfo describe_data(const std::string& file_or_source, const ProgressSink& progress = {},
                          const std::stop_token& stop = {});

/// Whether it names a collection to be read as it lies there, and no built data set.
bool is_raw_source(const std::string& file_or_source);

/// The spelling that still names the same data from another working folder.
std::string absolute_data(const std::string& file_or_source);

}  // namespace bplf
