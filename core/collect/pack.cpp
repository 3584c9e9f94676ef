// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/pack.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/collect/collector.h"
#include "core/collect/content.h"
#include "core/collect/crop_stage.h"
#include "core/collect/source_kind.h"
#include "core/io/stray_file.h"

namespace bplf {
namespace {

constexpr std::size_t kBlock = 256;  // images in memory at full size

BuildOptions raw_options(const std::string& spelling) {
    BuildOptions options;
    options.sources = {full_spelling(spelling)};
    options.face_crop = "none";
    options.blank_deviation = 0;
    options.group_copies = false;
    return options;
}

/// Goes through a source and remembers of each image what splits and groups need.
class Scan {
  public:
    explicit Scan(const BuildOptions& options) : options_(options), sources_(open_sources(options)) {}

    /// Calls `take` with every image that counts; it may keep the image.
    template <typename Take>
    void run(const std::stop_token& stop, const Take& take) {
        Source& source = *sources_.readers.front();
        while (auto record = source.next()) {
            throw_if_stopped(stop);
            ++read_;
            Candidate candidate = light_candidate(*record, source);
            const bool counts = candidate.kept();
            candidates_.push_back(std::move(candidate));
            if (counts) take(std::move(record->image));
        }
        if (std::ranges::none_of(candidates_, &Candidate::kept)) {
            throw_input_error("has no readable image with a label: all " + std::to_string(read_) + " were left out.",
                              options_.sources.front(), "Check the path of the source, and its labels.");
        }
    }

    /// Deals what has no split.
    void settle() {
        number_groups(candidates_);
        deal_splits(candidates_, options_.split_shares, options_.seed);
    }

    std::vector<Candidate>& candidates() { return candidates_; }
    const std::vector<std::string>& class_names() const { return sources_.classes.names(); }

  private:
    Candidate light_candidate(const SourceRecord& record, const Source& source) {
        Candidate candidate;
        candidate.label = sources_.classes.index_of(record.label);
        candidate.label_weights = sources_.classes.weights_of(record.label_weights);
        candidate.columns = record.columns;
        candidate.split = record.split;
        if (!record.group.empty()) candidate.group = person_key(source, 0, record.group);
        if (record.image.empty() || !record.problem.empty())
            candidate.drop(record.reason);
        else if (candidate.label < 0)
            candidate.drop("excluded_label");
        if (record.image.empty()) return candidate;
        candidate.hash = pixel_hash(record.image);
        const std::string key =
            candidate.hash + " " + std::to_string(record.image.width) + " " + std::to_string(record.image.channels);
        const auto [found, fresh] = first_with_.emplace(key, candidates_.size());
        if (!fresh) candidate.twin = found->second;
        candidate.hash.clear();
        return candidate;
    }

    const BuildOptions& options_;
    OpenedSources sources_;
    std::vector<Candidate> candidates_;
    std::unordered_map<std::string, std::size_t> first_with_;
    std::int64_t read_ = 0;
};

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

/// Images wait here until there are enough for all threads.
class Packer {
  public:
    Packer(const BuildOptions& options, std::vector<Candidate>& candidates)
        : stage_(options), candidates_(candidates) {}

    void add(Image&& image) {
        images_.push_back(std::move(image));
        lines_.push_back(candidates_.size() - 1);
        if (images_.size() == kBlock) flush();
    }

    void flush() {
        std::vector<CropStage::Job> jobs;
        for (std::size_t i = 0; i < images_.size(); ++i) {
            jobs.push_back({std::move(images_[i]), &candidates_[lines_[i]], std::nullopt});
        }
        stage_.run(jobs);
        images_.clear();
        lines_.clear();
    }

  private:
    CropStage stage_;
    std::vector<Candidate>& candidates_;
    std::vector<Image> images_;
    std::vector<std::size_t> lines_;
};

DatasetContent pack(const std::string& spelling, const ImageFormat& format, const std::stop_token& stop) {
    BuildOptions options = raw_options(spelling);
    options.size = format.size;
    options.channels = format.channels;
    Scan scan(options);
    Packer packer(options, scan.candidates());
    scan.run(stop, [&](Image&& image) { packer.add(std::move(image)); });
    packer.flush();
    scan.settle();
    DatasetContent content = content_of(scan.candidates(), scan.class_names(), options.seed);
    content.channels = format.channels;
    content.height = content.width = format.size;
    content.source_names = options.sources;
    content.metadata = {{"detector", "none"}, {"svd", "off"}, {"redistributable", "no"}};
    return content;
}

DatasetInfo describe_source(const std::string& spelling, const std::stop_token& stop) {
    const BuildOptions options = raw_options(spelling);
    DatasetInfo info;
    Scan scan(options);
    scan.run(stop, [&](Image&& image) {
        if (info.images++ > 0) return;
        info.channels = image.channels;
        info.width = info.height = std::min(image.width, image.height);
    });
    scan.settle();
    info.file = spelling;
    info.class_names = scan.class_names();
    info.source_names = options.sources;
    info.bytes = info.images * info.channels * info.width * info.height;
    const DatasetContent content = content_of(scan.candidates(), info.class_names, options.seed);
    info.counts.resize(info.class_names.size());
    for (std::size_t row = 0; row < content.labels.size(); ++row) {
        ++info.counts[static_cast<std::size_t>(content.labels[row])][content.splits[row]];
    }
    describe_labels(content.label_weights, info.class_names.size(), info);
    info.columns = content.extra_columns;
    return info;
}

bool is_built_set(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return std::filesystem::exists(path / "dataset.safetensors", ignored);
    }
    return path.extension() == ".safetensors";
}

}  // namespace

bool is_raw_source(const std::string& file_or_source) {
    if (is_source_spelling(file_or_source)) return true;
    std::error_code ignored;
    const auto kind = std::filesystem::status(file_or_source, ignored).type();
    if (kind == std::filesystem::file_type::not_found) return misspells_kind(file_or_source);
    if (is_built_set(file_or_source)) return false;
    if (kind == std::filesystem::file_type::directory) return true;
    return packed_archive(file_or_source).has_value() || recognise_source(file_or_source) != nullptr;
}

Dataset open_data(const std::string& file_or_source, std::optional<ImageFormat> wanted, const std::stop_token& stop) {
    if (!is_raw_source(file_or_source)) return Dataset::open(file_or_source);
    if (!wanted) wanted = format_of(file_or_source);
    return Dataset(pack(file_or_source, *wanted, stop));
}

DatasetInfo describe_data(const std::string& file_or_source, const std::stop_token& stop) {
    return is_raw_source(file_or_source) ? describe_source(file_or_source, stop) : dataset_info(file_or_source);
}

std::string absolute_data(const std::string& file_or_source) {
    const std::size_t path = is_source_spelling(file_or_source) ? file_or_source.find(':') + 1 : 0;
    const auto absolute = std::filesystem::absolute(file_or_source.substr(path)).lexically_normal();
    return file_or_source.substr(0, path) + absolute.string();
}

}  // namespace bplf
