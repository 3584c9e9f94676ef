// SPDX-License-Identifier: GPL-3.0-or-later
// What can be chosen about how a collection is read.
#pragma once

#include <filesystem>
#include <string>

namespace bplf {

/// CK+ has no neutral label, but its sequences start neutral: whose first frames are taken as such.
enum class CkNeutral { kNone, kFirstOfLabelled, kFirstPerSubject, kFirstOfAll };

/// Whose labels FER2013's images get.
enum class FerLabels {
    kOriginal,         ///< FER2013's own
    kFerPlusMajority,  ///< what most FER+ voters said; none without a majority
    kAgree             ///< FER2013's own where the majority of FER+ agrees
};

struct SourceOptions {
    std::filesystem::path labels;  ///< folder: a label table (read_label_table()); empty: the folders' own words
    int ck_peak_frames = 3;        ///< ckplus: the last frames of a labelled sequence
    CkNeutral ck_neutral = CkNeutral::kFirstOfLabelled;
    int mmi_frames = 3;             ///< mmi: frames around the middle of a clip, where its apex is
    std::filesystem::path ferplus;  ///< fer2013, idx: FER+'s fer2013new.csv; empty: no votes
    FerLabels fer_labels = FerLabels::kOriginal;
};

/// "none", "first_of_labelled", "first_per_subject", "first_of_all". Error(kUsage) for other words.
CkNeutral parse_ck_neutral(const std::string& text);
/// "original", "ferplus_majority", "agree". Error(kUsage) for other words.
FerLabels parse_fer_labels(const std::string& text);

/// One line that says every choice; equal options give equal text.
std::string to_string(const SourceOptions& options);

}  // namespace bplf
