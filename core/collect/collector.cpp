// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/collector.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/candidate_pictures.h"
#include "core/collect/crop_stage.h"
#include "core/collect/journal.h"

namespace bplf {

std::vector<std::string> Collected::notes() const {
    std::vector<std::string> notes = label_notes;
    for (const ReadSource& source : sources) {
        for (const std::string& note : source.notes) notes.push_back(source.spelling + ": " + note);
    }
    return notes;
}

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSmallestBlock = 32;  // images between two writes to the journal

std::string pixel_key(const Candidate& candidate) {
    return candidate.hash.hex() + " " + std::to_string(candidate.width) + " " + std::to_string(candidate.channels);
}

/// Whether a person answered what the source had against the picture.
bool is_settled(const std::string& reason, const Candidate& candidate) {
    const bool of_label = reason == "unknown_label" || reason == "excluded_label" || reason == "ferplus_unknown";
    return of_label ? candidate.decided == OverrideAction::kRelabel : candidate.wanted();
}

/// Error(kInput) for a label that the data set has no class for.
void check_labels(const Overrides& overrides, const LabelClasses& classes) {
    for (const auto& [hash, decision] : overrides) {
        if (decision.action != OverrideAction::kRelabel || classes.index_of(decision.label) >= 0) continue;
        std::string words;
        for (const std::string& name : classes.names()) words += (words.empty() ? "" : ", ") + name;
        throw_input_error("is none of this data set's labels.", "\"" + decision.label + "\", override of " + hash,
                          "Choose one of " + words + ".");
    }
}

class Collector {
  public:
    Collector(const BuildOptions& options, const std::filesystem::path& aside, const ProgressSink& progress,
              const std::stop_token& stop)
        : spool_(aside.empty() ? nullptr : std::make_shared<Spool>(aside)),
          options_(options),
          progress_(progress),
          stop_(stop),
          stage_(options),
          journal_(options.journal, stage_.search_settings()),
          block_(std::max(kSmallestBlock, static_cast<std::size_t>(16 * stage_.threads()))) {}

    Collected run(OpenedSources& sources) {
        for (const auto& source : sources.readers) total_ += source->size();
        candidates_.reserve(static_cast<std::size_t>(std::min(total_, kMostReserved)));
        Collected all;
        for (std::size_t i = 0; i < sources.readers.size(); ++i) {
            Source& source = *sources.readers[i];
            read(source, i, sources.classes);
            all.sources.push_back({options_.sources[i], source.collection(), source.notes(), input_.hex()});
            input_ = Sha256();
        }
        all.spool = spool_;
        all.candidates = std::move(candidates_);
        all.class_names = sources.classes.names();
        all.label_notes = sources.classes.notes();
        all.overrides_applied = static_cast<std::int64_t>(applied_.size());
        return all;
    }

  private:
    void read(Source& source, std::size_t number, const LabelClasses& classes) {
        while (true) {
            throw_if_stopped(stop_);
            std::vector<Image> images;
            const std::size_t first = candidates_.size();
            while (images.size() < block_) {
                auto record = source.next();
                if (!record) break;
                candidates_.push_back(examine(*record, source, number, classes));
                images.push_back(std::move(record->image));
            }
            if (images.empty()) return;
            process(first, images);
            for (std::size_t line = first; line < candidates_.size(); ++line) share_with_twin(candidates_[line]);
            show(first, classes);
            put_aside(first);
            report();
        }
    }

    Candidate examine(const SourceRecord& record, const Source& source, std::size_t number,
                      const LabelClasses& classes) {
        Candidate candidate = candidate_of(record, source, number, classes);
        if (!record.image.empty()) twins_.look_at(record.image, candidates_.size(), true, candidate);
        decide(candidate, classes);
        input_.update(record.id + "\n" + record.file_hash + candidate.hash.hex() + "\n");
        judge(record, candidate);
        if (options_.thumbnails && !candidate.kept() && !record.image.empty()) {
            candidate.pictures.here().thumb = thumbnail_of(record.image);
        }
        return candidate;
    }

    /// What a person said about it; a picture that cannot be read has no hash to be known by.
    void decide(Candidate& candidate, const LabelClasses& classes) {
        if (options_.overrides.empty()) return;
        const std::string hash = candidate.hash.hex();
        const Override* decision = options_.overrides.find(hash);
        if (decision == nullptr) return;
        applied_.insert(hash);
        candidate.decided = decision->action;
        if (decision->action != OverrideAction::kRelabel) return;
        candidate.label = classes.index_of(decision->label);
        candidate.label_weights.clear();
    }

    /// The cheap steps before the search; the first that fails gives the reason.
    void judge(const SourceRecord& record, Candidate& candidate) const {
        if (record.image.empty()) return candidate.drop(record.reason, record.problem);
        if (candidate.decided == OverrideAction::kExclude) return candidate.drop("user_exclude");
        if (!record.problem.empty() && !is_settled(record.reason, candidate)) {
            return candidate.drop(record.reason, record.problem);
        }
        if (candidate.label < 0) return candidate.drop("excluded_label", record.label);
        if (candidate.wanted()) return;
        const bool tiny = std::min(record.image.width, record.image.height) < kSmallestSide;
        if (options_.check_information && tiny) return candidate.drop("too_small");
        // A face that is small in an even picture is judged where it is (CropStage).
        if (candidate.stats.range < options_.blank_deviation) candidate.drop("blank");
    }

    void process(std::size_t first, std::vector<Image>& images) {
        std::vector<CropStage::Job> jobs;
        for (std::size_t i = 0; i < images.size(); ++i) {
            Candidate& candidate = candidates_[first + i];
            if (!candidate.kept() || cropped_with_twin(candidate)) continue;
            jobs.push_back({std::move(images[i]), &candidate, journal_.find(pixel_key(candidate))});
        }
        stage_.run(jobs);
        for (const auto& job : jobs) journal_.add(pixel_key(*job.candidate), *job.finding);
        journal_.flush();
    }

    /// Whether it has all that a copy of it would get.
    static bool was_looked_into(const Candidate& candidate) {
        return was_searched(candidate) || candidate.reason == "blank" || candidate.reason == "low_info";
    }

    /// A copy needs no search of its own, unless its twin was not searched (a label we do not use).
    bool cropped_with_twin(const Candidate& candidate) const {
        return candidate.twin != kNoTwin && was_looked_into(candidates_[candidate.twin]);
    }

    void share_with_twin(Candidate& candidate) const {
        if (!candidate.kept() || candidate.pictures.has_pixels()) return;
        const Candidate& twin = candidates_[candidate.twin];
        candidate.face = twin.face;
        candidate.square = twin.square;
        candidate.several_faces = twin.several_faces;
        candidate.taken_whole = twin.taken_whole;
        candidate.padded = twin.padded;
        candidate.phash = twin.phash;
        candidate.detail_side = twin.detail_side;
        candidate.psnr = twin.psnr;
        candidate.pictures = twin.pictures;
        if (!twin.kept()) candidate.drop(twin.reason, twin.detail);
    }

    void show(std::size_t first, const LabelClasses& classes) const {
        if (!options_.observer) return;
        for (std::size_t line = first; line < candidates_.size(); ++line) {
            options_.observer(review_item(candidates_[line], line, classes.names(), options_));
        }
    }

    void put_aside(std::size_t first) {
        if (!spool_) return;
        for (std::size_t line = first; line < candidates_.size(); ++line) candidates_[line].pictures.put_aside(*spool_);
    }

    void report() const {
        if (!progress_) return;
        Progress now;
        now.stage = options_.face_crop == "none" ? "read images" : "find faces";
        now.done = static_cast<std::int64_t>(candidates_.size());
        now.total = std::max(total_, now.done);
        now.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        now.rate = now.seconds > 0 ? static_cast<double>(now.done) / now.seconds : 0;
        progress_(now);
    }

    std::shared_ptr<Spool> spool_;
    const BuildOptions& options_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    CropStage stage_;
    Journal journal_;
    std::size_t block_;
    std::vector<Candidate> candidates_;
    TwinFinder twins_;
    std::unordered_set<std::string> applied_;
    Sha256 input_;
    std::int64_t total_ = 0;
    Clock::time_point start_ = Clock::now();
};

}  // namespace

Candidate candidate_of(const SourceRecord& record, const Source& source, std::size_t number,
                       const LabelClasses& classes) {
    Candidate candidate;
    candidate.source = number;
    candidate.id = record.id;
    candidate.word = record.label;
    candidate.label = candidate.own_label = classes.index_of(record.label);
    candidate.split = record.split;
    if (!record.group.empty()) candidate.group = person_key(source, number, record.group);
    candidate.subject = record.subject;
    candidate.sequence = record.sequence;
    candidate.file_hash = HashText(record.file_hash);
    candidate.columns = record.columns;
    candidate.votes = record.votes;
    candidate.label_weights = classes.weights_of(record.label_weights);
    return candidate;
}

void TwinFinder::look_at(const Image& image, std::size_t line, bool stats, Candidate& candidate) {
    candidate.width = image.width;
    candidate.height = image.height;
    candidate.channels = image.channels;
    if (stats) candidate.stats = image_stats(image);
    candidate.hash = HashText(pixel_hash(image));
    const auto [found, fresh] = first_with_.emplace(candidate.hash, static_cast<std::uint32_t>(line));
    if (!fresh) candidate.twin = found->second;
}

std::string person_key(const Source& source, std::size_t number, const std::string& person) {
    const std::string collection = source.collection();
    return (collection.empty() ? "source " + std::to_string(number) : collection) + " " + person;
}

OpenedSources open_sources(const BuildOptions& options) {
    if (options.sources.empty() || options.sources.size() > 255) {
        throw_usage_error("A data set needs 1 to 255 sources.", "--source", "Name one with --source KIND:PATH.");
    }
    std::vector<std::unique_ptr<Source>> readers;
    std::vector<std::vector<std::string>> words;
    for (const std::string& spelling : options.sources) {
        readers.push_back(open_source(spelling, options.source_options));
        words.push_back(readers.back()->class_names());
    }
    OpenedSources sources{std::move(readers), LabelClasses(words, !options.profile.empty())};
    check_labels(options.overrides, sources.classes);
    return sources;
}

Collected collect_candidates(const BuildOptions& options, OpenedSources sources, const std::filesystem::path& aside,
                             const ProgressSink& progress, const std::stop_token& stop) {
    return Collector(options, aside, progress, stop).run(sources);
}

}  // namespace bplf
