// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/truncated_dataset.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>

namespace bplf {
namespace {

constexpr std::int64_t kPiece = 1024;  ///< images between two looks at `stop`

DatasetContent columns_of(const Dataset& data) {
    DatasetContent content;
    content.channels = data.channels();
    content.height = data.height();
    content.width = data.width();
    content.images.resize(data.images().size());
    content.labels.assign(data.labels().begin(), data.labels().end());
    content.splits.assign(data.splits().begin(), data.splits().end());
    content.groups.assign(data.groups().begin(), data.groups().end());
    content.manifest_rows.assign(data.manifest_rows().begin(), data.manifest_rows().end());
    content.sources.assign(data.sources().begin(), data.sources().end());
    content.padded.assign(data.padded().begin(), data.padded().end());
    content.masks.assign(data.masks().begin(), data.masks().end());
    content.label_weights.assign(data.label_weights().begin(), data.label_weights().end());
    content.extra_columns = data.extra_columns();
    content.class_names = data.class_names();
    content.source_names = data.source_names();
    return content;
}

}  // namespace

DatasetContent truncated_dataset(const Dataset& raw, const SvdTruncation& svd, const ProgressSink& progress,
                                 const std::stop_token& stop) {
    DatasetContent content = columns_of(raw);
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t begin = 0; begin < raw.size(); begin += kPiece) {
        throw_if_stopped(stop);
        const std::int64_t end = std::min(raw.size(), begin + kPiece);
        at::parallel_for(begin, end, 1, [&](std::int64_t from, std::int64_t to) {
            for (std::int64_t row = from; row < to; ++row) {
                const auto planes = planes_of(truncate_svd(image_of_row(raw, row), svd));
                std::copy(planes.begin(), planes.end(), content.images.begin() + row * raw.image_bytes());
            }
        });
        if (!progress) continue;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress(
            {"truncate", end, raw.size(), "images", seconds, static_cast<double>(end) / std::max(seconds, 1e-9), {}});
    }
    return content;
}

}  // namespace bplf
