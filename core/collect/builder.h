// SPDX-License-Identifier: GPL-3.0-or-later
// From collections of images to the one data-set file, with a reason for every image left out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/collect/overrides.h"
#include "core/collect/source_options.h"
#include "core/collect/split_shares.h"
#include "core/dataset/dataset_file.h"
#include "core/face/detector.h"

namespace bplf {

struct ReviewItem;

struct BuildOptions {
    std::vector<std::string> sources;  ///< as open_source() takes them, in this order
    SourceOptions source_options;
    std::string profile;              ///< which apply_profile() gave, for the record; empty: none
    int size = 32;                    ///< side of the stored images
    int channels = 1;                 ///< 1 grey, 3 RGB
    std::string face_crop = "mtcnn";  ///< a name of make_face_detector(); "none" takes whole images
    bool stock_haar = false;          ///< with "haar" alone: the cascade as it comes, see HaarSearch
    bool rotation_retry = false;      ///< look again at pictures without a face, turned a little
    bool keep_frame = false;          ///< a face must be found, but the whole picture is stored
    DetectorFiles files;
    /// Makes the detectors instead of make_face_detector(), one per thread; for detectors of one's own.
    std::function<std::unique_ptr<FaceDetector>()> detector;
    double margin = 0;                 ///< widens the crop by this share of its side on each side
    bool masks = false;                ///< store with each image which of its pixels were in the picture
    bool pad = false;                  ///< with "none": centre on black instead of scaling up
    std::string svd = "off";           ///< parse_svd_truncation(): off, rank:K, energy:R
    std::string illumination = "off";  ///< parse_illumination(): off, equalize, clahe
    double blank_deviation = 5;        ///< images with a smaller standard deviation are blank
    bool check_information = false;    ///< also drop too_small, low_info and over_upscale (image_checks.h)
    bool drop_duplicates = true;
    bool drop_near_duplicates = false;
    bool group_copies = true;                    ///< changed copies of an image share its split, where splits are dealt
    SplitShares split_shares{0.90, 0.05, 0.05};  ///< of sources without splits
    std::uint64_t seed = 0;                      ///< of made splits and of the order in the file
    int threads = 0;                             ///< 0: all cores; the output does not depend on it
    bool thumbnails = false;                     ///< keep small pictures of what is left out; build_dataset always does
    std::filesystem::path journal;               ///< remembers what was found, so that a build can go on; empty: none
    bool keep_findings = false;  ///< leave the journal there after success: a rebuild need not search again
    /// What a person decided. Where it is empty, build_dataset reads kOverridesName in its folder.
    Overrides overrides;
    /// Told of every image, in order, once its block was searched; on the building thread. Later steps (copies) may
    /// still drop it, and splits and rows are not dealt yet. Pictures of what is left out need `thumbnails`.
    std::function<void(const ReviewItem&)> observer;
};

/// With a profile the classes are the seven emotions, and other words are left out; without one, whatever set of words
/// the sources have (LabelClasses).
///
/// "recommended": MT-CNN, with turns; near-duplicates and empty pictures out. "paper": the stock Haar cascade as
/// the only gate, as section 4.1 of the paper reads. Both deal 80/10/10: a tenth of JAFFE's ten subjects is one.
/// Sets the same fields whatever they were. Error(kUsage) for other names.
void apply_profile(BuildOptions& options, const std::string& name);
/// How a profile reads sources; for other names as they are read by default.
SourceOptions source_options_of_profile(const std::string& name);

/// What build.json says of the options: all that decides about the result but sources, overrides and profile.
nlohmann::ordered_json recorded_options(const BuildOptions& options);
/// The reverse, but for how sources are read, which stands there as a text (to_string of SourceOptions). Throws
/// nlohmann's exceptions where the JSON is not such.
BuildOptions options_of_record(const nlohmann::json& record);

/// The file in the built folder that remembers what the search for faces found (journal.h).
inline constexpr const char* kJournalName = "journal.wal";

/// What became of an image; the words are those of manifest.jsonl.
inline constexpr const char* kKept = "kept";

struct BuildReport {
    std::int64_t read = 0;
    std::int64_t kept = 0;
    /// counts[source][label as the source spells it][split or "none"][reason].
    std::map<std::string, std::map<std::string, std::map<std::string, std::map<std::string, std::int64_t>>>> counts;
    std::map<std::string, std::int64_t> reasons;  ///< totals over everything
    std::vector<std::string> notes;               ///< of the sources
    std::int64_t overrides_applied = 0;           ///< those that met an image, however many copies it has
    std::int64_t overrides_unmatched = 0;         ///< those whose image no source has
    double seconds = 0;
};

/// A data set in memory with its manifest, one JSON line per image read, kept or not.
struct BuiltDataset {
    DatasetContent content;
    std::string manifest;
    BuildReport report;
};

/// Reads, cleans, crops and splits. Reasons for leaving an image out: those of closed_reasons(). Images kept are
/// shuffled once inside each split, so that a prefix is a fair sample. Images of sources without splits are dealt
/// `split_shares`, groups kept whole.
/// Errors: as open_source and make_face_detector; Error(kInput) when nothing is left; kInterrupted on stop.
BuiltDataset collect_dataset(const BuildOptions& options, const ProgressSink& progress = {},
                             const std::stop_token& stop = {});

/// collect_dataset into a folder: dataset.safetensors, manifest.jsonl, build.json and report/, each all or nothing,
/// the data set last. A build that was stopped or killed leaves journal.wal there and goes on from it; the result is
/// the same. Overrides in the folder stay there; those of the options are put there where it has none.
/// Error(kUsage) when the folder holds a data set and `force` is false; Error(kInput) for damaged overrides.
BuildReport build_dataset(const BuildOptions& options, const std::filesystem::path& folder, bool force,
                          const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
