// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through the sources and finds out about every image: the first half of a build.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/progress.h"
#include "core/collect/builder.h"
#include "core/collect/candidate.h"
#include "core/collect/label_classes.h"
#include "core/collect/source.h"

namespace bplf {

class CropStage;
class Journal;

/// A source once it was read.
struct ReadSource {
    std::string spelling;
    std::string collection;  ///< as Source::collection()
    std::vector<std::string> notes;
    std::string input_hash;  ///< SHA-256 over the names and pixels of its images
};

/// Everything that is known before copies are removed and splits dealt.
struct Collected {
    std::shared_ptr<Spool> spool;  ///< where pictures of the candidates may lie: goes last
    std::vector<Candidate> candidates;
    std::vector<ReadSource> sources;
    std::vector<std::string> class_names;
    std::vector<std::string> label_notes;  ///< LabelClasses::notes()
    std::int64_t overrides_applied = 0;    ///< of BuildOptions::overrides, those that met an image

    /// What labels and sources have to say, each source's with its spelling.
    std::vector<std::string> notes() const;
};

/// The sources of a build, in the order of its options, and what their labels mean.
struct OpenedSources {
    std::vector<std::unique_ptr<Source>> readers;
    LabelClasses classes;
};

/// A person's key that is the same in every source of one published collection.
std::string person_key(const Source& source, std::size_t number, const std::string& person);

/// What a record says, but for its picture.
Candidate candidate_of(const SourceRecord& record, const Source& source, std::size_t number,
                       const LabelClasses& classes);

/// Knows pictures by their pixels.
class TwinFinder {
  public:
    /// Fills in size and hash, `stats` where wanted, and the twin of a candidate that will stand in `line`.
    void look_at(const Image& image, std::size_t line, bool stats, Candidate& candidate);

  private:
    struct KeyOf {
        std::size_t operator()(const HashText& hash) const { return hash.key(); }
    };
    std::unordered_map<HashText, std::uint32_t, KeyOf> first_with_;
};

/// Errors as open_source; Error(kUsage) for no source, or more than 255; Error(kInput) when an override gives a label
/// that there is no class for.
OpenedSources open_sources(const BuildOptions& options);

/// Reads what open_sources(options) gave; pictures are put aside in the folder `aside`, or stay in memory where that is
/// empty. Errors as collect_dataset.
Collected collect_candidates(const BuildOptions& options, OpenedSources sources, const std::filesystem::path& aside,
                             const ProgressSink& progress, const std::stop_token& stop);

}  // namespace bplf
