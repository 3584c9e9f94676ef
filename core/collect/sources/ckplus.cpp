// SPDX-License-Identifier: GPL-3.0-or-later
// CK+ as released: cohn-kanade-images/S005/001/S005_001_00000011.png from neutral to peak, and
// Emotion/S005/001/S005_001_00000011_emotion.txt for the labelled sequences.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/letter_case.h"
#include "core/collect/source_kind.h"
#include "core/collect/sources/ck_name.h"
#include "core/collect/sources/fer_table.h"
#include "core/collect/sources/picture_list.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 8> kWords{"neutral", "anger", "contempt", "disgust",
                                            "fear",    "happy", "sadness",  "surprise"};

/// One take of one person.
struct Sequence {
    std::vector<fs::path> frames;  // by name, which is by time
    std::string label;             // empty: not labelled
    std::string problem;           // of the label file
};

using Sequences = std::map<std::string, Sequence>;  // by "S005/001"

/// Frames of the release; pictures of CK+48 beside it, which have the same names, are counted only.
Sequences read_frames(const fs::path& images, int& of_ck48) {
    Sequences sequences;
    for (const fs::path& file : files_below(images)) {
        const auto name = parse_ck_name(file.filename().string());
        if (!name) continue;
        if (lies_in_ck_label(file))
            ++of_ck48;
        else
            sequences[name->subject + "/" + name->sequence].frames.push_back(file);
    }
    return sequences;
}

/// The code in a label file, "   3.0000000e+00"; nothing when it holds none.
std::optional<std::string> read_label(const fs::path& file) {
    const std::string text = read_file(file, 4096);
    char* end = nullptr;
    const double code = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || code != std::floor(code) || code < 0 || code >= static_cast<double>(kWords.size())) {
        return std::nullopt;
    }
    return kWords[static_cast<std::size_t>(code)];
}

int read_labels(const fs::path& folder, Sequences& sequences) {
    int count = 0;
    for (const fs::path& file : files_below(folder)) {
        const std::string name = file.filename().string();
        if (name.size() < 9 || !name.ends_with("_emotion.txt")) continue;
        ++count;
        Sequence& sequence = sequences[name.substr(0, 4) + "/" + name.substr(5, 3)];
        if (const auto label = read_label(file))
            sequence.label = *label;
        else
            sequence.problem = name + " holds no number from 0 to 7";
    }
    return count;
}

class Lister {
  public:
    Lister(const SourceOptions& options, const fs::path& root)
        : peaks_(static_cast<std::size_t>(options.number("ck-frames"))), neutral_(options.word("ck-neutral")) {
        list_.kind = "ckplus";
        list_.collection = "CK+";
        list_.root = root;
        list_.class_names.assign(kWords.begin(), kWords.end());
    }

    PictureList run(const Sequences& sequences) {
        for (const auto& [key, sequence] : sequences) {
            if (sequence.frames.empty())
                add_missing(key, sequence);
            else if (sequence.label.empty())
                add_unlabelled(key, sequence);
            else
                add_labelled(key, sequence);
        }
        return std::move(list_);
    }

  private:
    void add(const std::string& key, const fs::path& file, const std::string& label, const std::string& reason = {},
             const std::string& problem = {}) {
        list_.entries.push_back({file, label, std::nullopt, key.substr(0, 4), key, reason, problem});
    }

    void add_missing(const std::string& key, const Sequence& sequence) {
        add(key, list_.root / key, sequence.label, "no_frame", "labelled, but its images are missing");
    }

    void add_unlabelled(const std::string& key, const Sequence& sequence) {
        const bool neutral = takes_neutral(key, false);
        if (neutral) add(key, sequence.frames.front(), "neutral");
        if (neutral && sequence.frames.size() < 2) return;
        if (!sequence.problem.empty())
            add(key, sequence.frames.back(), "", "unknown_label", sequence.problem);
        else
            add(key, sequence.frames.back(), "none", "excluded_label", "the sequence has no label");
    }

    void add_labelled(const std::string& key, const Sequence& sequence) {
        const auto& frames = sequence.frames;
        const std::size_t peaks = std::min(frames.size(), peaks_);
        if (peaks < frames.size() && takes_neutral(key, true)) add(key, frames.front(), "neutral");
        for (std::size_t i = frames.size() - peaks; i < frames.size(); ++i) add(key, frames[i], sequence.label);
    }

    bool takes_neutral(const std::string& key, bool labelled) {
        if (neutral_ == "first_of_labelled") return labelled;
        if (neutral_ == "first_per_subject") return subjects_.insert(key.substr(0, 4)).second;
        return neutral_ == "first_of_all";
    }

    std::size_t peaks_;
    std::string neutral_;
    PictureList list_;
    std::set<std::string> subjects_;
};

}  // namespace

std::int64_t recognise_ckplus(const Place& place) {
    if (place.is_file()) return lower_case(place.path().filename().string()).starts_with("ckextended") ? 1 : 0;
    return place.count([](const fs::path& file) {
        const std::string name = file.filename().string();
        return name.ends_with("_emotion.txt") || (parse_ck_name(name) && !lies_in_ck_label(file));
    });
}

/// ckextended.csv: FER2013's columns and numbers, and 7 for contempt; its persons are not told.
std::unique_ptr<Source> open_extended(const fs::path& file) {
    FerTable meaning{"ckplus", "CK+", fer2013_label_order()};
    meaning.words.emplace_back("contempt");
    return open_fer_table(file, meaning);
}

std::unique_ptr<Source> open_ckplus(const fs::path& folder, const SourceOptions& options) {
    if (fs::is_regular_file(folder) && lower_ending(folder) == ".csv") return open_extended(folder);
    if (recognise_ckplus(Place(folder)) == 0) throw_wrong_layout(folder, "ckplus");
    int of_ck48 = 0;
    Sequences sequences = read_frames(folder, of_ck48);
    const auto with_frames = sequences.size();
    if (with_frames == 0) {
        throw_input_error("holds labels of CK+ but no images.", folder.string(),
                          "Put cohn-kanade-images beside Emotion, or name the folder that holds both.");
    }
    const int labels = read_labels(folder, sequences);
    if (labels == 0) {
        throw_input_error("holds images of CK+ but no labels.", folder.string(),
                          "Put the folder Emotion (327 files *_emotion.txt) beside cohn-kanade-images.");
    }
    PictureList list = Lister(options, folder).run(sequences);
    if (const auto missing = std::ranges::count(list.entries, "no_frame", &PictureEntry::reason); missing > 0) {
        list.notes.push_back(std::to_string(missing) +
                             " labelled sequences have no images: they give neither peaks nor a neutral frame.");
    }
    if (of_ck48 > 0) {
        list.notes.push_back(
            std::to_string(of_ck48) +
            " pictures of CK+48 lie there too and are not read; name their folder as a source (ck48:DIR).");
    }
    if (with_frames != 593 || labels != 327) {
        list.notes.push_back("CK+ has 593 sequences, 327 of them labelled; here are " + std::to_string(with_frames) +
                             " and " + std::to_string(labels) + ".");
    }
    return make_picture_source(std::move(list));
}

}  // namespace bplf
