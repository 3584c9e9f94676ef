// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/raw_reader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/cutter.h"
#include "core/collect/parallel.h"
#include "core/collect/settle.h"
#include "core/face/whole_image.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBlock = 256;  // images in memory at full size

class RawReader {
  public:
    RawReader(const BuildOptions& options, const RawReading& reading, const ProgressSink& progress,
              const std::stop_token& stop)
        : options_(options), detail_(reading.detail), progress_(progress), stop_(stop), cutter_(options) {
        if (!reading.aside.empty()) all_.spool = std::make_shared<Spool>(reading.aside);
    }

    Collected run(OpenedSources& sources, const std::function<void(const Image&)>& first) {
        for (const auto& source : sources.readers) total_ += source->size();
        all_.candidates.reserve(static_cast<std::size_t>(std::min(total_, kMostReserved)));
        for (std::size_t i = 0; i < sources.readers.size(); ++i) read(*sources.readers[i], i, sources.classes, first);
        flush();
        if (!any_ && detail_ != RawDetail::kAll) {
            throw_input_error(
                "has no readable image with a label: all " + std::to_string(all_.candidates.size()) + " were left out.",
                options_.sources.front(), "Check the path of the source, and its labels.");
        }
        all_.class_names = sources.classes.names();
        all_.label_notes = sources.classes.notes();
        return std::move(all_);
    }

  private:
    void read(Source& source, std::size_t number, const LabelClasses& classes,
              const std::function<void(const Image&)>& first) {
        Sha256 input;
        while (auto record = source.next()) {
            throw_if_stopped(stop_);
            Candidate candidate = candidate_of(*record, source, number, classes);
            const bool readable = !record->image.empty();
            if (readable) twins_.look_at(record->image, all_.candidates.size(), detail_ == RawDetail::kAll, candidate);
            if (detail_ == RawDetail::kAll)
                input.update(record->id + "\n" + record->file_hash + candidate.hash.hex() + "\n");
            if (!readable || !record->problem.empty())
                candidate.drop(record->reason, record->problem);
            else if (candidate.label < 0)
                candidate.drop("excluded_label", record->label);
            if (detail_ != RawDetail::kAll) candidate.forget_names();
            const bool counts = candidate.kept();
            all_.candidates.push_back(std::move(candidate));
            if (!readable || (!counts && !options_.thumbnails)) continue;
            if (counts && !any_ && first) first(record->image);
            any_ = any_ || counts;
            add(std::move(record->image));
        }
        all_.sources.push_back({options_.sources[number], source.collection(), source.notes(), input.hex()});
    }

    /// Images wait until there are enough for all threads.
    void add(Image&& image) {
        images_.push_back(std::move(image));
        lines_.push_back(all_.candidates.size() - 1);
        if (images_.size() == kBlock) flush();
    }

    void flush() {
        for_each_index(images_.size(), thread_count(options_.threads),
                       [&](std::size_t i, std::size_t) { store(images_[i], all_.candidates[lines_[i]]); });
        if (all_.spool) {
            for (const std::size_t line : lines_) all_.candidates[line].pictures.put_aside(*all_.spool);
        }
        images_.clear();
        lines_.clear();
        report();
    }

    void store(const Image& image, Candidate& candidate) const {
        if (!candidate.kept()) {
            candidate.pictures.here().thumb = thumbnail_of(image);
            return;
        }
        candidate.face = WholeImageDetector().detect(image, {}).front();
        candidate.square = crop_square(*candidate.face);
        if (is_compared(options_)) candidate.pictures.here().probe = thumbnail_of(image);
        if (detail_ == RawDetail::kCounts) return;
        if (options_.masks) candidate.pictures.here().mask = cutter_.mask_at(image, candidate.square);
        const Image plain = cutter_.cut(image, candidate.square);
        const Image smooth = cutter_.truncated(plain);
        if (cutter_.truncates()) candidate.psnr = psnr(plain, smooth);
        candidate.pictures.here().pixels = planes_of(smooth);
    }

    void report() const {
        if (!progress_) return;
        const auto done = static_cast<std::int64_t>(all_.candidates.size());
        const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        progress_({"read images",
                   done,
                   std::max(total_, done),
                   "images",
                   seconds,
                   static_cast<double>(done) / std::max(seconds, 1e-9),
                   {}});
    }

    const BuildOptions& options_;
    RawDetail detail_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    Cutter cutter_;
    TwinFinder twins_;
    Collected all_;
    std::vector<Image> images_;
    std::vector<std::size_t> lines_;
    std::int64_t total_ = 0;
    bool any_ = false;
    Clock::time_point start_ = Clock::now();
};

}  // namespace

Collected read_raw(const BuildOptions& options, OpenedSources sources, const RawReading& reading,
                   const ProgressSink& progress, const std::stop_token& stop,
                   const std::function<void(const Image&)>& first) {
    return RawReader(options, reading, progress, stop).run(sources, first);
}

}  // namespace bplf
