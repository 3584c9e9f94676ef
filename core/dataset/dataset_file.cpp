// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/dataset/dataset_columns.h"
#include "core/dataset/dataset_writer.h"
#include "core/io/mapped_guard.h"
#include "core/io/safetensors_pieces.h"

namespace bplf {
namespace {

using Json = nlohmann::json;

constexpr const char* kFormats[] = {"bplf.emotionset.v1", "bplf.emotionset.v2"};
constexpr const char* kRebuild = kRebuildDataset;
constexpr std::string_view kExtra = "column.";  // before the names of further columns

std::vector<std::string> string_list(const SafetensorsFile& file, const char* key) {
    try {
        return Json::parse(file.metadata_at(key)).get<std::vector<std::string>>();
    } catch (const Json::exception&) {
        throw_input_error("metadata \"" + std::string(key) + "\" is not a list of words.", file.path().string(),
                          kRebuild);
    }
}

/// The list of words under a key of an object.
std::vector<std::string> words_in(const Json& object, const std::string& key, const std::string& where) {
    try {
        return object.at(key).get<std::vector<std::string>>();
    } catch (const Json::exception&) {
        throw_input_error("does not say the words of the column \"" + key + "\".", where, kRebuild);
    }
}

/// A view into the file.
template <typename T>
std::span<const T> column(const SafetensorsFile& file, const char* name, DType dtype, std::size_t rank = 1) {
    const TensorView& tensor = file.tensor(name);
    if (tensor.dtype != dtype || tensor.shape.size() != rank) {
        throw_input_error("tensor \"" + std::string(name) + "\" is not " + std::string(name_of(dtype)) + " with " +
                              std::to_string(rank) + " dimension(s).",
                          file.path().string(), kRebuild);
    }
    return tensor.as<T>();
}

DatasetColumns columns_of(const SafetensorsFile& file) {
    DatasetColumns columns;
    columns.images = column<std::uint8_t>(file, "images", DType::kU8, 4);
    const auto& shape = file.tensor("images").shape;
    columns.channels = shape[1];
    columns.height = shape[2];
    columns.width = shape[3];
    columns.labels = column<std::int64_t>(file, "labels", DType::kI64);
    columns.splits = column<std::uint8_t>(file, "split", DType::kU8);
    columns.groups = column<std::int32_t>(file, "group", DType::kI32);
    columns.manifest_rows = column<std::int32_t>(file, "manifest_row", DType::kI32);
    columns.sources = column<std::uint8_t>(file, "source", DType::kU8);
    if (file.find("padded") != nullptr) columns.padded = column<float>(file, "padded", DType::kF32);
    if (file.find("mask") != nullptr) {
        columns.masks = column<std::uint8_t>(file, "mask", DType::kU8, 3);
        const auto& sides = file.tensor("mask").shape;
        if (sides[1] != columns.height || sides[2] != columns.width) {
            throw_input_error("has masks of another size than its images.", file.path().string(), kRebuild);
        }
    }
    if (file.find("label_weights") != nullptr) {
        columns.label_weights = column<float>(file, "label_weights", DType::kF32, 2);
    }
    return columns;
}

/// Further columns by their tensors; the words of the classes stand in the metadata.
std::vector<ExtraColumn> read_extra_columns(const SafetensorsFile& file) {
    std::vector<ExtraColumn> columns;
    const auto described = file.metadata().find("column_classes");
    const Json classes =
        described == file.metadata().end() ? Json::object() : Json::parse(described->second, nullptr, false);
    for (const TensorView& tensor : file.tensors()) {
        if (!tensor.name.starts_with(kExtra)) continue;
        ExtraColumn extra;
        extra.name = tensor.name.substr(kExtra.size());
        const bool words = tensor.dtype == DType::kI32;
        if (words) {
            const auto view = column<std::int32_t>(file, tensor.name.c_str(), DType::kI32);
            extra.words.assign(view.begin(), view.end());
            extra.classes = words_in(classes, extra.name, file.path().string());
        } else {
            const auto view = column<double>(file, tensor.name.c_str(), DType::kF64);
            extra.numbers.assign(view.begin(), view.end());
        }
        columns.push_back(std::move(extra));
    }
    return columns;
}

DatasetColumns columns_of(const DatasetContent& content) {
    return {content.channels, content.height,        content.width,         content.images,  content.labels,
            content.splits,   content.groups,        content.manifest_rows, content.sources, content.padded,
            content.masks,    content.label_weights, content.extra_columns};
}

void check_format(const SafetensorsFile& file) {
    const auto found = file.metadata().find("format");
    if (found != file.metadata().end() && std::ranges::find(kFormats, found->second) != std::end(kFormats)) return;
    const std::string says =
        found == file.metadata().end() ? "no format at all" : "the format \"" + found->second + "\"";
    throw_input_error("is not a data set of this program: it names " + says + ".", file.path().string(),
                      "Build one with `bplf dataset build`.");
}

template <typename T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
    return std::as_bytes(std::span(values));
}

}  // namespace

std::string_view split_name(Split split) {
    constexpr std::array<std::string_view, kSplitCount> names{"train", "validation", "test"};
    return names.at(static_cast<std::size_t>(split));
}

Split split_from_name(std::string_view name) {
    if (name == "train") return Split::kTrain;
    if (name == "validation" || name == "val" || name == "valid") return Split::kValidation;
    if (name == "test") return Split::kTest;
    throw_usage_error("is not a split.", std::string(name), "Write train, validation or test.");
}

/// Owns the columns as a mapped file or as vectors; the views point into whichever it is.
struct Dataset::Data {
    std::optional<SafetensorsFile> file;
    DatasetContent content;  // names and metadata always; columns when built in memory
    DatasetColumns columns;
};

Dataset::Dataset(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Dataset::Dataset(DatasetContent content) {
    auto data = std::make_shared<Data>();
    data->content = std::move(content);
    data->columns = columns_of(data->content);
    check_columns(data->columns, data->content.class_names.size(), data->content.source_names.size(),
                  "data set in memory");
    data_ = std::move(data);
}

Dataset Dataset::open(const std::filesystem::path& path) {
    const bool folder = std::filesystem::is_directory(path);
    auto data = std::make_shared<Data>();
    data->file.emplace(folder ? path / "dataset.safetensors" : path);
    check_format(*data->file);
    data->columns = columns_of(*data->file);
    data->content.class_names = string_list(*data->file, "classes");
    data->content.source_names = string_list(*data->file, "sources");
    data->content.metadata = data->file->metadata();
    for (const char* key : {"format", "classes", "sources", "column_classes"}) data->content.metadata.erase(key);
    data->columns.extra = data->content.extra_columns = read_extra_columns(*data->file);
    check_columns(data->columns, data->content.class_names.size(), data->content.source_names.size(),
                  data->file->path().string());
    return Dataset(std::shared_ptr<const Data>(std::move(data)));
}

std::int64_t Dataset::size() const {
    return static_cast<std::int64_t>(data_->columns.labels.size());
}
int Dataset::channels() const {
    return static_cast<int>(data_->columns.channels);
}
int Dataset::height() const {
    return static_cast<int>(data_->columns.height);
}
int Dataset::width() const {
    return static_cast<int>(data_->columns.width);
}
std::int64_t Dataset::image_bytes() const {
    return data_->columns.channels * data_->columns.height * data_->columns.width;
}
std::span<const std::uint8_t> Dataset::images() const {
    return data_->columns.images;
}
std::span<const std::uint8_t> Dataset::image(std::int64_t row) const {
    BPLF_CHECK(row >= 0 && row < size(), "row outside the data set");
    return images().subspan(static_cast<std::size_t>(row * image_bytes()), static_cast<std::size_t>(image_bytes()));
}
std::span<const std::int64_t> Dataset::labels() const {
    return data_->columns.labels;
}
std::span<const std::uint8_t> Dataset::splits() const {
    return data_->columns.splits;
}
std::span<const std::int32_t> Dataset::groups() const {
    return data_->columns.groups;
}
std::span<const std::int32_t> Dataset::manifest_rows() const {
    return data_->columns.manifest_rows;
}
std::span<const std::uint8_t> Dataset::sources() const {
    return data_->columns.sources;
}
std::span<const float> Dataset::padded() const {
    return data_->columns.padded;
}
std::span<const std::uint8_t> Dataset::masks() const {
    return data_->columns.masks;
}
std::span<const float> Dataset::label_weights() const {
    return data_->columns.label_weights;
}
const std::vector<ExtraColumn>& Dataset::extra_columns() const {
    return data_->content.extra_columns;
}
const std::vector<std::string>& Dataset::class_names() const {
    return data_->content.class_names;
}
const std::vector<std::string>& Dataset::source_names() const {
    return data_->content.source_names;
}
const std::map<std::string, std::string>& Dataset::metadata() const {
    return data_->content.metadata;
}

std::vector<std::int64_t> Dataset::rows(Split split) const {
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 0; row < size(); ++row) {
        if (splits()[static_cast<std::size_t>(row)] == static_cast<std::uint8_t>(split)) rows.push_back(row);
    }
    return rows;
}

std::vector<std::array<std::int64_t, kSplitCount>> Dataset::counts() const {
    std::vector<std::array<std::int64_t, kSplitCount>> counts(class_names().size());
    for (std::size_t row = 0; row < labels().size(); ++row) {
        ++counts[static_cast<std::size_t>(labels()[row])][splits()[row]];
    }
    return counts;
}

std::string Dataset::content_sha256() const {
    Sha256 hash;
    hash.update(Json{size(), channels(), height(), width(), class_names()}.dump());
    hash.update(std::as_bytes(images()));
    hash.update(std::as_bytes(labels()));
    hash.update(std::as_bytes(splits()));
    hash.update(std::as_bytes(label_weights()));
    require_unwritten(images().data());
    return hash.hex();
}

Image image_of_row(const Dataset& dataset, std::int64_t row) {
    Image image = image_of_planes(dataset.image(row), dataset.width(), dataset.height(), dataset.channels());
    require_unwritten(dataset.images().data());
    return image;
}

Image image_of_planes(std::span<const std::uint8_t> planes, int width, int height, int channel_count) {
    Image image(width, height, channel_count);
    const auto channels = static_cast<std::size_t>(channel_count);
    const std::size_t count = image.pixels.size() / channels;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < channels; ++c) image.pixels[i * channels + c] = planes[c * count + i];
    }
    return image;
}

std::vector<std::uint8_t> planes_of(const Image& image) {
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::size_t count = image.pixels.size() / channels;
    std::vector<std::uint8_t> planes(image.pixels.size());
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < channels; ++c) planes[c * count + i] = image.pixels[i * channels + c];
    }
    return planes;
}

namespace {

using Tensors = std::vector<TensorView>;

/// All columns but pixels and masks, and the words of further columns.
Tensors tensors_of(const DatasetContent& content, Metadata& metadata) {
    const auto count = static_cast<std::int64_t>(content.labels.size());
    const std::vector<std::int64_t> one{count};
    Tensors tensors{
        {"labels", DType::kI64, one, bytes_of(content.labels)},
        {"manifest_row", DType::kI32, one, bytes_of(content.manifest_rows)},
        {"group", DType::kI32, one, bytes_of(content.groups)},
        {"images", DType::kU8, {count, content.channels, content.height, content.width}, bytes_of(content.images)},
        {"split", DType::kU8, one, bytes_of(content.splits)},
        {"source", DType::kU8, one, bytes_of(content.sources)},
    };
    if (!content.padded.empty()) tensors.push_back({"padded", DType::kF32, one, bytes_of(content.padded)});
    if (!content.label_weights.empty()) {
        const auto classes = static_cast<std::int64_t>(content.class_names.size());
        tensors.push_back({"label_weights", DType::kF32, {count, classes}, bytes_of(content.label_weights)});
    }
    Json column_classes = Json::object();
    for (const ExtraColumn& extra : content.extra_columns) {
        const std::string name = std::string(kExtra) + extra.name;
        if (extra.words.empty()) {
            tensors.push_back({name, DType::kF64, one, bytes_of(extra.numbers)});
            continue;
        }
        tensors.push_back({name, DType::kI32, one, bytes_of(extra.words)});
        column_classes[extra.name] = extra.classes;
    }
    if (!column_classes.empty()) metadata["column_classes"] = column_classes.dump();
    return tensors;
}

void write_columns(const std::filesystem::path& path, const DatasetContent& content, bool masks,
                   const TensorPieces& pieces) {
    Metadata metadata = content.metadata;
    Tensors tensors = tensors_of(content, metadata);
    if (masks) {
        const auto count = static_cast<std::int64_t>(content.labels.size());
        tensors.push_back({"mask", DType::kU8, {count, content.height, content.width}, bytes_of(content.masks)});
    }
    metadata["format"] = kFormats[tensors.size() > 6];
    metadata["classes"] = Json(content.class_names).dump();
    metadata["sources"] = Json(content.source_names).dump();
    metadata["value_range"] = "0..255";
    metadata["color"] = content.channels == 1 ? "grey" : "rgb";
    write_safetensors(path, tensors, metadata, pieces);
}

}  // namespace

void write_dataset(const std::filesystem::path& path, const DatasetContent& content) {
    check_columns(columns_of(content), content.class_names.size(), content.source_names.size(), path.string());
    write_columns(path, content, !content.masks.empty(), {});
}

void write_dataset(const std::filesystem::path& path, const DatasetContent& content, const RowPixels& rows) {
    check_columns(columns_of(content), content.class_names.size(), content.source_names.size(), path.string(), false);
    const auto all_rows = [&](const auto& bytes_of_row) {
        return [&content, &bytes_of_row](const TensorSink& sink) {
            for (std::size_t row = 0; row < content.labels.size(); ++row) {
                const std::vector<std::uint8_t> bytes = bytes_of_row(static_cast<std::int64_t>(row));
                sink(std::as_bytes(std::span(bytes)));
            }
        };
    };
    TensorPieces pieces{{"images", all_rows(rows.image)}};
    if (rows.mask) pieces.emplace("mask", all_rows(rows.mask));
    write_columns(path, content, static_cast<bool>(rows.mask), pieces);
}

}  // namespace bplf
