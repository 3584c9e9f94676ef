// SPDX-License-Identifier: GPL-3.0-or-later
// What the search for faces found, written down while a build runs, so that the next one need not search again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/face/detector.h"

namespace bplf {

/// The outcome of one search.
struct SearchResult {
    std::optional<Face> face;  ///< the one that counts
    bool several_faces = false;
};

/// An append-only file of findings by picture. Lines carry a checksum: what a crash tore is ignored and cut off.
/// Numbers survive exactly. Not thread-safe.
class Journal {
  public:
    /// Opens or starts `file`; one that was written with another `settings` text is started anew. An empty path
    /// remembers nothing. Error(kResource) when it cannot be written.
    Journal(std::filesystem::path file, const std::string& settings);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// What is known of a picture with these pixels.
    std::optional<SearchResult> find(const std::string& pixel_key) const;
    void add(const std::string& pixel_key, const SearchResult& finding);
    /// Brings everything added so far to the disk. Error(kResource) when it is full.
    void flush();
    /// Removes the file: the build is complete.
    void finish();
    std::size_t size() const { return findings_.size(); }

  private:
    std::size_t load(const std::string& header);
    void open_at(std::size_t length);
    [[noreturn]] void fail(int code) const;

    std::filesystem::path file_;
    int descriptor_ = -1;
    std::string pending_;
    std::unordered_map<std::string, SearchResult> findings_;
};

}  // namespace bplf
