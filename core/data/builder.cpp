// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/builder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/base/sha256.h"
#include "core/data/crop_stage.h"
#include "core/data/label_classes.h"
#include "core/data/source.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kChunk = 512;               // images in memory at once
constexpr std::uint32_t kOrderStream = 0x4F524452;  // "ORDR"

void measure(const Image& image, Candidate& candidate) {
    const Image grey = to_grey(image);
    double sum = 0, squares = 0;
    for (const std::uint8_t value : grey.pixels) {
        sum += value;
        squares += static_cast<double>(value) * value;
    }
    const double count = static_cast<double>(grey.pixels.size());
    candidate.mean = sum / count;
    candidate.deviation = std::sqrt(std::max(0.0, squares / count - candidate.mean * candidate.mean));
    candidate.width = image.width;
    candidate.height = image.height;
    candidate.channels = image.channels;
}

/// Goes through the sources and fills the list of candidates.
class Collector {
  public:
    Collector(const BuildOptions& options, const ProgressSink& progress, const std::stop_token& stop)
        : options_(options), progress_(progress), stop_(stop), stage_(options) {}

    std::vector<Candidate> run(std::vector<std::unique_ptr<Source>>& sources, const LabelClasses& classes) {
        for (const auto& source : sources) total_ += source->size();
        for (std::size_t i = 0; i < sources.size(); ++i) read(*sources[i], i, classes);
        share_with_twins();
        return std::move(candidates_);
    }

  private:
    void read(Source& source, std::size_t number, const LabelClasses& classes) {
        while (true) {
            throw_if_stopped(stop_);
            std::vector<Image> images;
            const std::size_t first = candidates_.size();
            while (images.size() < kChunk) {
                auto record = source.next();
                if (!record) break;
                candidates_.push_back(examine(*record, number, classes));
                images.push_back(std::move(record->image));
            }
            if (images.empty()) return;
            process(first, images);
            report();
        }
    }

    Candidate examine(const SourceRecord& record, std::size_t number, const LabelClasses& classes) {
        Candidate candidate;
        candidate.source = number;
        candidate.id = record.id;
        candidate.word = record.label;
        candidate.label = classes.index_of(record.label);
        candidate.split = record.split;
        candidate.group = record.group;
        if (record.image.empty()) {
            candidate.drop("decode_error", record.problem);
            return candidate;
        }
        measure(record.image, candidate);
        candidate.hash = pixel_hash(record.image);
        const auto key = candidate.hash + " " + std::to_string(record.image.width) + " " +
                         std::to_string(record.image.channels);
        const auto [found, fresh] = first_with_.emplace(key, candidates_.size());
        if (!fresh) candidate.twin = found->second;
        if (candidate.label < 0) candidate.drop("excluded_label", record.label);
        else if (candidate.deviation < options_.blank_deviation) candidate.drop("blank");
        return candidate;
    }

    void process(std::size_t first, std::vector<Image>& images) {
        std::vector<CropStage::Job> jobs;
        for (std::size_t i = 0; i < images.size(); ++i) {
            Candidate& candidate = candidates_[first + i];
            if (candidate.kept() && !cropped_with_twin(candidate)) {
                jobs.push_back({std::move(images[i]), &candidate});
            }
        }
        stage_.run(jobs);
    }

    /// A copy needs no search of its own, unless its twin was not searched (a label we do not use).
    bool cropped_with_twin(const Candidate& candidate) const {
        if (candidate.twin == kNoTwin) return false;
        const Candidate& twin = candidates_[candidate.twin];
        return twin.kept() || twin.reason == "no_face";
    }

    void share_with_twins() {
        for (Candidate& candidate : candidates_) {
            if (!candidate.kept() || !candidate.pixels.empty()) continue;
            const Candidate& twin = candidates_[candidate.twin];
            if (!twin.kept()) {
                candidate.drop(twin.reason);
                continue;
            }
            candidate.face = twin.face;
            candidate.square = twin.square;
            candidate.pixels = twin.pixels;
        }
    }

    void report() const {
        if (!progress_) return;
        Progress now;
        now.stage = options_.face_crop == "none" ? "read images" : "find faces";
        now.done = static_cast<std::int64_t>(candidates_.size());
        now.total = total_;
        now.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        now.rate = now.seconds > 0 ? static_cast<double>(now.done) / now.seconds : 0;
        progress_(now);
    }

    const BuildOptions& options_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    CropStage stage_;
    std::vector<Candidate> candidates_;
    std::unordered_map<std::string, std::size_t> first_with_;
    std::int64_t total_ = 0;
    Clock::time_point start_ = Clock::now();
};

/// Lines of the kept candidates in the order of the file: by split, shuffled inside.
std::vector<std::size_t> file_order(const std::vector<Candidate>& candidates, std::uint64_t seed) {
    std::vector<std::size_t> lines;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        if (candidates[line].kept()) lines.push_back(line);
    }
    const PhiloxStream stream(seed, kOrderStream);
    std::stable_sort(lines.begin(), lines.end(), [&](std::size_t a, std::size_t b) {
        if (candidates[a].split != candidates[b].split) return candidates[a].split < candidates[b].split;
        return stream.bits_at(a) < stream.bits_at(b);
    });
    return lines;
}

void append(DatasetContent& content, Candidate& candidate, std::size_t line) {
    candidate.row = static_cast<std::int64_t>(content.labels.size());
    content.images.insert(content.images.end(), candidate.pixels.begin(), candidate.pixels.end());
    content.labels.push_back(candidate.label);
    content.splits.push_back(static_cast<std::uint8_t>(*candidate.split));
    content.groups.push_back(candidate.group_number);
    content.manifest_rows.push_back(static_cast<std::int32_t>(line));
    content.sources.push_back(static_cast<std::uint8_t>(candidate.source));
}

void count(BuildReport& report, const Candidate& candidate, const std::string& source) {
    const std::string split = candidate.split ? std::string(split_name(*candidate.split)) : "none";
    ++report.counts[source][candidate.word][split][candidate.reason];
    ++report.reasons[candidate.reason];
    ++report.read;
    if (candidate.kept()) ++report.kept;
}

BuiltDataset assemble(const BuildOptions& options, std::vector<Candidate>& candidates,
                      const LabelClasses& classes) {
    BuiltDataset built;
    DatasetContent& content = built.content;
    content.channels = options.channels;
    content.height = content.width = options.size;
    content.class_names = classes.names();
    content.source_names = options.sources;
    for (const std::size_t line : file_order(candidates, options.seed)) {
        append(content, candidates[line], line);
    }
    Sha256 hash;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const Candidate& candidate = candidates[line];
        const std::string& source = options.sources[candidate.source];
        const std::string name =
            candidate.label < 0 ? "" : classes.names()[static_cast<std::size_t>(candidate.label)];
        built.manifest += manifest_line(candidate, line, source, name, options.face_crop);
        count(built.report, candidate, source);
    }
    hash.update(built.manifest);
    content.metadata["manifest_sha256"] = hash.hex();
    content.metadata["detector"] = options.face_crop;
    content.metadata["svd"] = options.svd;
    content.metadata["redistributable"] = "no";
    return built;
}

Json build_record(const BuildOptions& options, const BuildReport& report, const DatasetContent& content) {
    Json record;
    record["tool"] = std::string("bplf ") + BPLF_VERSION;
    record["sources"] = options.sources;
    record["size"] = options.size;
    record["channels"] = options.channels;
    record["face_crop"] = options.face_crop;
    record["margin"] = options.margin;
    record["pad"] = options.pad;
    record["svd"] = options.svd;
    record["blank_deviation"] = options.blank_deviation;
    record["drop_duplicates"] = options.drop_duplicates;
    record["seed"] = options.seed;
    record["read"] = report.read;
    record["kept"] = report.kept;
    record["reasons"] = report.reasons;
    record["counts"] = report.counts;
    record["manifest_sha256"] = content.metadata.at("manifest_sha256");
    return record;
}

}  // namespace

BuiltDataset collect_dataset(const BuildOptions& options, const ProgressSink& progress,
                             const std::stop_token& stop) {
    const auto start = Clock::now();
    if (options.sources.empty() || options.sources.size() > 255) {
        throw_usage_error("A data set needs 1 to 255 sources.", "--source", "Name one with --source KIND:PATH.");
    }
    std::vector<std::unique_ptr<Source>> sources;
    std::vector<std::vector<std::string>> words;
    for (const std::string& spelling : options.sources) {
        sources.push_back(open_source(spelling));
        words.push_back(sources.back()->class_names());
    }
    const LabelClasses classes(words);
    auto candidates = Collector(options, progress, stop).run(sources, classes);
    if (options.drop_duplicates) mark_duplicates(candidates);
    number_groups(candidates);
    deal_splits(candidates, options.seed);
    BuiltDataset built = assemble(options, candidates, classes);
    if (built.report.kept == 0) {
        throw_input_error("left no image: all " + std::to_string(built.report.read) + " were dropped.",
                          options.sources.front(), "Try --face-crop none, and look at the labels.");
    }
    built.report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return built;
}

BuildReport build_dataset(const BuildOptions& options, const std::filesystem::path& folder, bool force,
                          const ProgressSink& progress, const std::stop_token& stop) {
    const auto file = folder / "dataset.safetensors";
    refuse_existing(file, force);
    const BuiltDataset built = collect_dataset(options, progress, stop);
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) {
        throw Error(ErrorKind::kResource, "cannot be made: " + code.message() + ".", folder.string(),
                    "Choose a folder you may write to.");
    }
    write_file(folder / "manifest.jsonl", built.manifest);
    write_file(folder / "build.json", build_record(options, built.report, built.content).dump(1) + "\n");
    write_dataset(file, built.content);
    return built.report;
}

Dataset open_data(const std::string& file_or_source, std::optional<ImageFormat> wanted,
                  const std::stop_token& stop) {
    if (!is_source_spelling(file_or_source)) return Dataset::open(file_or_source);
    if (!wanted) {
        const auto first = open_source(file_or_source)->next();
        if (!first || first->image.empty()) {
            throw_input_error("has no readable image.", file_or_source, "Check the path of the source.");
        }
        wanted = {std::min(first->image.width, first->image.height), first->image.channels};
    }
    BuildOptions options;
    options.sources = {file_or_source};
    options.face_crop = "none";
    options.drop_duplicates = false;
    options.blank_deviation = -1;
    options.size = wanted->size;
    options.channels = wanted->channels;
    return Dataset(collect_dataset(options, {}, stop).content);
}

std::string absolute_data(const std::string& file_or_source) {
    const std::size_t path = is_source_spelling(file_or_source) ? file_or_source.find(':') + 1 : 0;
    const auto absolute = std::filesystem::absolute(file_or_source.substr(path)).lexically_normal();
    return file_or_source.substr(0, path) + absolute.string();
}

}  // namespace bplf
