// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of picture collections share: a list of files with what their names and folders tell.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/collect/source.h"

namespace bplf {

/// A picture file and what is known without opening it.
struct PictureEntry {
    std::filesystem::path file;
    std::string label;
    std::optional<Split> split;
    std::string subject;
    std::string sequence;
    std::string reason;   ///< non-empty: the picture is left out, and the manifest's word for why
    std::string problem;  ///< the sentence that goes with `reason`
    std::vector<std::pair<std::string, std::string>> columns{};   ///< as SourceRecord::columns
    std::vector<std::pair<std::string, double>> label_weights{};  ///< as SourceRecord::label_weights
};

/// A collection as a list, in an order that depends on the names alone.
struct PictureList {
    std::string kind;        ///< of source_kinds()
    std::string collection;  ///< as Source::collection()
    std::filesystem::path root;
    std::vector<std::string> class_names;
    std::vector<PictureEntry> entries;
    std::vector<std::string> notes;
};

/// Reads the files one by one. A broken one becomes a record with a problem. The subject is the group.
std::unique_ptr<Source> make_picture_source(PictureList list);

/// The record of an entry, with its picture where it can be read: a person may want it though `reason` is set.
SourceRecord read_entry(const PictureEntry& entry, const std::filesystem::path& root);

/// Whether the name ends like a picture and is no hidden file.
bool is_picture(const std::filesystem::path& path);
/// Whether a folder is a link to a folder that it lies in: followed, it would never end.
bool leads_back(const std::filesystem::path& folder);
/// Entries of a folder, sorted. Error(kInput) when it cannot be listed.
std::vector<std::filesystem::path> all_entries(const std::filesystem::path& folder);
/// The same without hidden ones.
std::vector<std::filesystem::path> sorted_entries(const std::filesystem::path& folder);
/// All files below a folder, sorted, hidden files and folders left out, at most `depth` folders down.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, int depth = 8);

}  // namespace bplf
