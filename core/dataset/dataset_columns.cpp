// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_columns.h"

#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::int64_t kLargestSide = 4096;

void check_count(std::size_t found, std::size_t expected, const char* column, const std::string& where) {
    if (found == expected) return;
    throw_input_error(
        "has " + std::to_string(found) + " entries in \"" + column + "\" for " + std::to_string(expected) + " images.",
        where, kRebuildDataset);
}

template <typename T>
void check_below(std::span<const T> column, std::size_t bound, const char* name, const std::string& where) {
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column[row] >= 0 && static_cast<std::uint64_t>(column[row]) < bound) continue;
        throw_input_error("\"" + std::string(name) + "\" " + std::to_string(column[row]) +
                              " is out of range: there are " + std::to_string(bound) + ".",
                          where + ", row " + std::to_string(row), kRebuildDataset);
    }
}

/// What the second schema adds: absent, or there for every image.
void check_frames(const DatasetColumns& columns, std::size_t count, const std::string& where) {
    if (!columns.padded.empty()) check_count(columns.padded.size(), count, "padded", where);
    for (std::size_t row = 0; row < columns.padded.size(); ++row) {
        if (columns.padded[row] >= 0 && columns.padded[row] <= 1) continue;
        throw_input_error("\"padded\" is not a share from 0 to 1.", where + ", row " + std::to_string(row),
                          kRebuildDataset);
    }
    const auto plane = static_cast<std::size_t>(columns.height * columns.width);
    if (!columns.masks.empty()) check_count(columns.masks.size(), count * plane, "mask", where);
}

/// Shares of classes: none negative, together 1.
void check_weights(const DatasetColumns& columns, std::size_t count, std::size_t classes, const std::string& where) {
    if (columns.label_weights.empty()) return;
    check_count(columns.label_weights.size(), count * classes, "label_weights", where);
    for (std::size_t row = 0; row < count; ++row) {
        double sum = 0;
        bool fine = true;
        for (const float share : columns.label_weights.subspan(row * classes, classes)) {
            fine = fine && share >= 0;
            sum += share;
        }
        if (fine && std::abs(sum - 1) < 1e-3) continue;
        throw_input_error("\"label_weights\" are no shares that sum to 1.", where + ", row " + std::to_string(row),
                          kRebuildDataset);
    }
}

void check_extra(const ExtraColumn& extra, std::size_t count, const std::string& where) {
    if (extra.words.empty()) return check_count(extra.numbers.size(), count, extra.name.c_str(), where);
    check_count(extra.words.size(), count, extra.name.c_str(), where);
    for (std::size_t row = 0; row < count; ++row) {
        const std::int32_t word = extra.words[row];
        if (word == -1 || (word >= 0 && static_cast<std::size_t>(word) < extra.classes.size())) continue;
        throw_input_error("\"" + extra.name + "\" " + std::to_string(word) + " is none of its words.",
                          where + ", row " + std::to_string(row), kRebuildDataset);
    }
}

}  // namespace

void check_columns(const DatasetColumns& columns, std::size_t classes, std::size_t sources, const std::string& where,
                   bool with_pixels) {
    if (columns.channels != 1 && columns.channels != 3) {
        throw_input_error("has images of " + std::to_string(columns.channels) + " channels.", where,
                          "Images have 1 (grey) or 3 (RGB).");
    }
    if (columns.height < 1 || columns.width < 1 || columns.height > kLargestSide || columns.width > kLargestSide) {
        throw_input_error(
            "has images of " + std::to_string(columns.width) + "×" + std::to_string(columns.height) + " pixels.", where,
            kRebuildDataset);
    }
    const std::size_t count = columns.labels.size();
    const auto bytes = static_cast<std::size_t>(columns.channels * columns.height * columns.width);
    if (with_pixels && (columns.images.size() / bytes != count || columns.images.size() % bytes != 0)) {
        throw_input_error("has labels for " + std::to_string(count) + " images, but pixels for " +
                              std::to_string(columns.images.size() / bytes) + ".",
                          where, kRebuildDataset);
    }
    check_count(columns.splits.size(), count, "split", where);
    check_count(columns.groups.size(), count, "group", where);
    check_count(columns.manifest_rows.size(), count, "manifest_row", where);
    check_count(columns.sources.size(), count, "source", where);
    check_below(columns.labels, classes, "labels", where);
    check_below(columns.splits, kSplitCount, "split", where);
    check_below(columns.sources, sources, "source", where);
    check_frames(columns, count, where);
    check_weights(columns, count, classes, where);
    for (const ExtraColumn& extra : columns.extra) check_extra(extra, count, where);
}
}  // namespace bplf
