// SPDX-License-Identifier: GPL-3.0-or-later
// A data set in memory and its one file, schema bplf.emotionset.v2 (v1 where nothing of the second is in it):
// safetensors with uint8 images.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// What an image is for; the value is the one stored in the file.
enum class Split : std::uint8_t { kTrain = 0, kValidation = 1, kTest = 2 };
inline constexpr std::size_t kSplitCount = 3;

/// "train", "validation", "test".
std::string_view split_name(Split split);
/// The reverse; also reads "val" and "valid". Error(kUsage) for other words.
Split split_from_name(std::string_view name);

/// A further column of the table that images came from: numbers, or words as classes. One entry per image in one of the
/// two; of images whose row says nothing NaN or −1.
struct ExtraColumn {
    std::string name;
    std::vector<double> numbers;
    std::vector<std::int32_t> words;   ///< index into `classes`
    std::vector<std::string> classes;  ///< empty: a column of numbers
    bool operator==(const ExtraColumn&) const = default;
};

/// The columns of a data set, as they are written: one entry per image in each, images [N, C, H, W].
struct DatasetContent {
    int channels = 1;
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> images;
    std::vector<std::int64_t> labels;         ///< 0 … classes − 1
    std::vector<std::uint8_t> splits;         ///< a Split each
    std::vector<std::int32_t> groups;         ///< equal for images that must not be parted
    std::vector<std::int32_t> manifest_rows;  ///< line in manifest.jsonl, from 0
    std::vector<std::uint8_t> sources;        ///< index into source_names
    std::vector<float> padded;                ///< share of each image that was not in its photograph; or empty
    std::vector<std::uint8_t> masks;          ///< 1 where a pixel was in the photograph, [N, H, W]; or empty
    std::vector<float> label_weights;         ///< soft labels [N, classes], rows with sum 1; or empty
    std::vector<ExtraColumn> extra_columns;   ///< each with a name of its own
    std::vector<std::string> class_names;
    std::vector<std::string> source_names;
    std::map<std::string, std::string> metadata;  ///< everything else, e.g. "manifest_sha256"
};

/// Images with labels and splits, read-only. A cheap value: copies share the pixels (a private memory map of
/// the file, or the given content). Thread-safe.
class Dataset {
  public:
    /// Checks the content as a file is checked. Error(kInput) when columns disagree or a value is out of range.
    explicit Dataset(DatasetContent content);
    /// A file, or a folder with a dataset.safetensors. Error(kInput) naming the file, the place and what to do
    /// when it is missing, cut short, of another format, or inconsistent.
    static Dataset open(const std::filesystem::path& path);

    std::int64_t size() const;
    int channels() const;
    int height() const;
    int width() const;
    /// Bytes of one image: C·H·W.
    std::int64_t image_bytes() const;

    std::span<const std::uint8_t> images() const;  ///< [N, C, H, W], contiguous
    std::span<const std::uint8_t> image(std::int64_t row) const;
    std::span<const std::int64_t> labels() const;
    std::span<const std::uint8_t> splits() const;
    std::span<const std::int32_t> groups() const;
    std::span<const std::int32_t> manifest_rows() const;
    std::span<const std::uint8_t> sources() const;
    /// Share of each image that was not in its photograph, 0 to 1; empty where the set does not say.
    std::span<const float> padded() const;
    /// 1 where a pixel of an image was in its photograph, else 0: [N, H, W], contiguous; empty where not stored.
    std::span<const std::uint8_t> masks() const;
    /// Shares of the classes in each image's label, [N, classes], rows with sum 1: what voters said. Empty where every
    /// label is its one class.
    std::span<const float> label_weights() const;
    const std::vector<ExtraColumn>& extra_columns() const;
    const std::vector<std::string>& class_names() const;
    const std::vector<std::string>& source_names() const;
    const std::map<std::string, std::string>& metadata() const;

    /// Rows of a split in file order.
    std::vector<std::int64_t> rows(Split split) const;
    /// counts()[label][split].
    std::vector<std::array<std::int64_t, kSplitCount>> counts() const;
    /// SHA-256 over shape, images, labels (soft ones too) and splits: what a checkpoint names its training data by.
    std::string content_sha256() const;

  private:
    struct Data;
    explicit Dataset(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

/// One row as an interleaved image.
Image image_of_row(const Dataset& dataset, std::int64_t row);
/// An image from its planes, [channels, height, width].
Image image_of_planes(std::span<const std::uint8_t> planes, int width, int height, int channel_count);
/// The reverse: an image as a row holds it, [C, H, W].
std::vector<std::uint8_t> planes_of(const Image& image);

/// Writes the file (all or nothing). Error(kInput) when the content is inconsistent, kResource when the disk is.
void write_dataset(const std::filesystem::path& path, const DatasetContent& content);

}  // namespace bplf
