// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/pack.h"

#include <algorithm>
#include <memory>

#include "core/base/error.h"
#include "core/collect/built_set.h"
#include "core/collect/collector.h"
#include "core/collect/content.h"
#include "core/collect/raw_reader.h"
#include "core/collect/settle.h"
#include "core/collect/source_kind.h"
#include "core/io/stray_file.h"

namespace bplf {
namespace {

BuildOptions raw_options(const std::string& spelling) {
    BuildOptions options;
    options.sources = {full_spelling(spelling)};
    options.face_crop = "none";
    options.drop_duplicates = false;
    return options;
}

/// Of the first image that can be read.
ImageFormat format_of(const std::string& spelling) {
    const auto source = open_source(spelling);
    while (const auto record = source->next()) {
        if (!record->image.empty() && record->problem.empty()) {
            return {std::min(record->image.width, record->image.height), record->image.channels};
        }
    }
    throw_input_error("has no readable image.", spelling, "Check the path of the source.");
}

DatasetContent pack(const std::string& spelling, const ImageFormat& format, const std::stop_token& stop) {
    BuildOptions options = raw_options(spelling);
    options.size = format.size;
    options.channels = format.channels;
    Collected all = read_raw(options, open_sources(options), {RawDetail::kPixels, {}}, {}, stop);
    settle(all.candidates, options, {}, stop);
    const OrderedRows ordered = order_rows(all.candidates, options.seed);
    DatasetContent content = content_of(ordered, all.class_names);
    add_pixels(content, ordered.rows);
    content.channels = format.channels;
    content.height = content.width = format.size;
    content.source_names = options.sources;
    content.metadata = {{"detector", "none"}, {"svd", "off"}, {"redistributable", "no"}};
    return content;
}

DatasetInfo describe_source(const std::string& spelling, const ProgressSink& progress, const std::stop_token& stop) {
    const BuildOptions options = raw_options(spelling);
    DatasetInfo info;
    const auto see_format = [&](const Image& image) {
        info.channels = image.channels;
        info.width = info.height = std::min(image.width, image.height);
    };
    std::error_code ignored;
    Collected all =
        read_raw(options, open_sources(options), {RawDetail::kCounts, std::filesystem::temp_directory_path(ignored)},
                 progress, stop, see_format);
    settle(all.candidates, options, progress, stop);
    const DatasetContent content = content_of(order_rows(all.candidates, options.seed), all.class_names);
    info.file = spelling;
    info.class_names = all.class_names;
    info.source_names = options.sources;
    info.images = static_cast<std::int64_t>(content.labels.size());
    info.bytes = info.images * info.channels * info.width * info.height;
    info.counts.resize(info.class_names.size());
    for (std::size_t row = 0; row < content.labels.size(); ++row) {
        ++info.counts[static_cast<std::size_t>(content.labels[row])][content.splits[row]];
    }
    describe_labels(content.label_weights, info.class_names.size(), info);
    info.columns = content.extra_columns;
    info.notes = all.notes();
    return info;
}

}  // namespace

bool is_raw_source(const std::string& file_or_source) {
    if (is_source_spelling(file_or_source)) return true;
    std::error_code ignored;
    const auto kind = std::filesystem::status(file_or_source, ignored).type();
    if (kind == std::filesystem::file_type::not_found)
        return misspells_kind(file_or_source) || states_split(file_or_source);
    if (is_built_set(file_or_source)) return false;
    if (kind == std::filesystem::file_type::directory) return true;
    return packed_archive(file_or_source).has_value() || recognise_source(file_or_source) != nullptr;
}

Dataset open_data(const std::string& file_or_source, std::optional<ImageFormat> wanted, const std::stop_token& stop) {
    if (!is_raw_source(file_or_source)) return Dataset::open(file_or_source);
    if (!wanted) wanted = format_of(file_or_source);
    return Dataset(pack(file_or_source, *wanted, stop));
}

DatasetInfo describe_data(const std::string& file_or_source, const ProgressSink& progress,
                          const std::stop_token& stop) {
    return is_raw_source(file_or_source) ? describe_source(file_or_source, progress, stop)
                                         : dataset_info(file_or_source);
}

std::string absolute_data(const std::string& file_or_source) {
    const std::size_t path = is_source_spelling(file_or_source) ? file_or_source.find(':') + 1 : 0;
    const auto absolute = std::filesystem::absolute(file_or_source.substr(path)).lexically_normal();
    return file_or_source.substr(0, path) + absolute.string();
}

}  // namespace bplf
