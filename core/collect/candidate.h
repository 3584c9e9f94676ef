// SPDX-License-Identifier: GPL-3.0-or-later
// An image on its way through the data-set builder.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/collect/hash_text.h"
#include "core/collect/image_checks.h"
#include "core/collect/interned.h"
#include "core/collect/overrides.h"
#include "core/collect/split_shares.h"
#include "core/collect/stored_pictures.h"
#include "core/dataset/dataset_file.h"
#include "core/face/align.h"
#include "core/face/detector.h"

namespace bplf {

inline constexpr std::size_t kNoTwin = std::numeric_limits<std::size_t>::max();

/// Everything the builder knows of one image; its place in the list is its line in the manifest.
struct Candidate {
    std::size_t source = 0;                 ///< index into BuildOptions::sources
    std::string id;                         ///< inside the source
    Interned word;                          ///< label as the source spells it
    std::int64_t label = -1;                ///< index into the data set's classes
    std::int64_t own_label = -1;            ///< the same as the source has it, whatever a person said
    std::optional<OverrideAction> decided;  ///< by a person
    std::optional<Split> split;
    bool split_made = false;     ///< dealt by the builder, not given by the source
    Interned group;              ///< person_key(); empty: none known
    Interned subject, sequence;  ///< as SourceRecord
    HashText file_hash;
    std::vector<std::pair<std::string, std::string>> columns;  ///< as SourceRecord::columns
    std::vector<int> votes;
    std::vector<float> label_weights;  ///< LabelClasses::weights_of(); empty: `label` alone
    std::int32_t group_number = -1;
    int width = 0, height = 0, channels = 0;
    ImageStats stats;            ///< of the picture as read
    HashText hash;               ///< of the pixels as read
    std::size_t twin = kNoTwin;  ///< the first candidate with equal pixels, if that is another one
    std::optional<Face> face;
    bool several_faces = false;  ///< another face is at least half as large
    bool taken_whole = false;    ///< without a face: a person wants its middle square
    CropSquare square;
    std::optional<double> padded;        ///< share of the crop outside the picture, where a face was cut out
    std::optional<std::uint64_t> phash;  ///< of the probe, where near-duplicates are to go
    double detail_side = 0;              ///< detailed_side() of the square, there
    double psnr = 0;                     ///< of the truncation, where there is one
    StoredPictures pictures;
    Interned reason = kept_reason();
    std::string detail;
    std::int64_t duplicate_of = -1;  ///< line of the copy that decided
    std::int64_t row = -1;           ///< in the data set

    bool is_held_out() const { return split && *split != Split::kTrain; }
    bool kept() const { return reason == kept_reason(); }
    bool wanted() const { return decided == OverrideAction::kKeep; }
    void drop(Interned why, std::string more = {}) {
        reason = why;
        detail = std::move(more);
    }
    /// Forgets what only the manifest says.
    void forget_names() {
        id = {};
        detail = {};
        word = subject = {};
        hash = file_hash = {};
    }
    static Interned kept_reason() {
        static const Interned word("kept");
        return word;
    }
};

/// Candidates that room is made for at once: a source may count wrong.
inline constexpr std::int64_t kMostReserved = 1 << 22;

/// Whether the picture went as far as the search for a face, so that its copies matter.
bool was_searched(const Candidate& candidate);
/// The line of the first candidate with equal pixels, perhaps its own.
std::size_t first_copy(const Candidate& candidate, std::size_t line);

/// Drops copies: training images that also occur in a held-out split, all training copies of an image whose
/// copies carry different labels, and all but the first of the others. Held-out images are never dropped, nor those
/// that a person wants.
void mark_duplicates(std::vector<Candidate>& candidates);

/// Gives each kept candidate without a split one, balanced by label, groups kept whole; a group that has a given split
/// already gets that one. Depends on nothing
/// but the candidates, the shares and the seed. Precondition: the first share is above 0.
void deal_splits(std::vector<Candidate>& candidates, const SplitShares& shares, std::uint64_t seed);

/// Numbers the groups in order of first appearance. Candidates without one get their own, and copies share one, so that
/// groups of which two kept candidates are copies, or two candidates are one of the pairs of lines, become one.
void number_groups(std::vector<Candidate>& candidates,
                   std::span<const std::pair<std::size_t, std::size_t>> near_pairs = {});

/// The line of manifest.jsonl, with its newline.
std::string manifest_line(const Candidate& candidate, std::size_t line, const std::string& source,
                          const std::vector<std::string>& class_names, const std::string& detector);

}  // namespace bplf
