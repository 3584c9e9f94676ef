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
#include "core/collect/sources/layout.h"
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

Sequences read_frames(const fs::path& images) {
    Sequences sequences;
    for (const fs::path& file : files_below(images)) {
        if (const auto name = parse_ck_name(file.filename().string())) {
            sequences[name->subject + "/" + name->sequence].frames.push_back(file);
        }
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
    Lister(const SourceOptions& options, const fs::path& root) : options_(options) {
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
        const std::size_t peaks = std::min(frames.size(), static_cast<std::size_t>(options_.ck_peak_frames));
        if (peaks < frames.size() && takes_neutral(key, true)) add(key, frames.front(), "neutral");
        for (std::size_t i = frames.size() - peaks; i < frames.size(); ++i) add(key, frames[i], sequence.label);
    }

    bool takes_neutral(const std::string& key, bool labelled) {
        switch (options_.ck_neutral) {
            case CkNeutral::kFirstOfLabelled:
                return labelled;
            case CkNeutral::kFirstPerSubject:
                return subjects_.insert(key.substr(0, 4)).second;
            case CkNeutral::kFirstOfAll:
                return true;
            default:
                return false;
        }
    }

    const SourceOptions& options_;
    PictureList list_;
    std::set<std::string> subjects_;
};

}  // namespace

std::unique_ptr<Source> open_ckplus_source(const fs::path& folder, const SourceOptions& options) {
    const char* expected = "cohn-kanade-images/S005/001/*.png and Emotion/S005/001/*_emotion.txt";
    const auto found = recognise_layout(folder);
    if (!found || found->kind != "ckplus") throw_wrong_layout(folder, "CK+ (the original release)", expected);
    Sequences sequences = read_frames(folder);
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
    if (with_frames != 593 || labels != 327) {
        list.notes.push_back("CK+ has 593 sequences, 327 of them labelled; here are " + std::to_string(with_frames) +
                             " and " + std::to_string(labels) + ".");
    }
    return make_picture_source(std::move(list));
}

}  // namespace bplf
