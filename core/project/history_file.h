// SPDX-License-Identifier: GPL-3.0-or-later
// The history on disk: a folder with one line for each thing that happened, and a thumbnail for each state.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/project/history_record.h"

namespace bplf::project {

/// What is kept at most; the oldest without a star go first, and what has stars never goes.
inline constexpr std::size_t kMostStates = 2000;
/// Width and height of a thumbnail at most, in pixels.
inline constexpr int kThumbnailSide = 192;

/// `history.jsonl` is appended to, line by line: a state, or how many stars one has now. A line that a killed program
/// left unfinished is passed over and harms no other. Several processes may work on one folder. No state of its own:
/// any thread may call, one after another for what must stay in order. Everything throws Error(kResource) where the
/// disk is full or may not be written.
class HistoryFile {
  public:
    explicit HistoryFile(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Oldest first, with their newest rating; empty where there is none yet. Error(kInput) where it cannot be read.
    std::vector<HistoryRecord> read() const;
    /// The thumbnail first, so that a state that can be read has one. `face`: what a model saw of a photo, kept in case
    /// the photo goes; may be empty.
    void add(const HistoryRecord& record, const Image& thumbnail, const Image& face = {}) const;
    void rate(const std::string& id, int rating) const;
    /// Takes states away with their pictures; nothing of them stays in the folder. Returns how many.
    std::size_t remove(const std::function<bool(const HistoryRecord&)>& which) const;
    /// Takes away what is beyond `most`, and pictures that belong to nothing. Returns how many states went.
    std::size_t prune(std::size_t most = kMostStates) const;

    /// Where they are, if they are there. Precondition: is_record_id(id).
    std::filesystem::path thumbnail(const std::string& id) const;
    std::filesystem::path face(const std::string& id) const;

  private:
    std::filesystem::path journal() const { return folder_ / "history.jsonl"; }
    void append(const std::string& line) const;
    std::size_t keep_only(const std::vector<HistoryRecord>& all, const std::vector<bool>& kept) const;
    void remove_pictures(const std::string& id) const;
    void remove_orphans(const std::vector<HistoryRecord>& records) const;

    std::filesystem::path folder_;
};

/// At most four of the pictures, each shrunk or enlarged to a quarter of the square; one alone fills it.
/// Precondition: none of them is empty.
Image thumbnail_of(const std::vector<Image>& pictures);

}  // namespace bplf::project
