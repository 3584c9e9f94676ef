// SPDX-License-Identifier: GPL-3.0-or-later
// A project on disk: what every screen shows, the model, and the favourites, as one JSON file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/project/history_record.h"

namespace bplf::project {

/// How the names of projects end.
inline constexpr const char* kProjectEnding = ".bplf.json";

struct ProjectModel {
    std::string name;  ///< an embedded name, or what tells a file from others
    std::string file;  ///< of its weights, or their folder; empty for an embedded model
    std::string sha256;
    bool operator==(const ProjectModel&) const = default;
};

struct Favourite {
    HistoryRecord record;
    std::string thumbnail, face;  ///< PNG files in base64; may be empty
};

struct Project {
    std::string created;  ///< ISO 8601, UTC
    ProjectModel model;
    std::string mode;                            ///< the screen in front
    std::map<std::string, std::string> screens;  ///< what each says of itself: a JSON object
    std::vector<Favourite> favourites;
    std::vector<std::string> files;  ///< absolute; that the states name, and that were there when it was last saved
    std::string document = "{}";     ///< as it was read: what this version does not know is saved again
};

/// What reading a project found.
struct ProjectFile {
    Project project;
    std::string sha256;                ///< of the file's bytes
    std::vector<std::string> missing;  ///< of project.files
};

/// Files are found beside the project as they lay beside it, else where they were; the states then name them where they
/// are. Error(kInput) for a file that is missing, cut off, no project, or one of a newer version.
ProjectFile read_project(const std::filesystem::path& path);
/// Whole or not at all; returns the hash of its bytes. Error(kUsage) where `expected` is not empty and the file that
/// lies there has another hash: somebody else wrote it. Error(kResource) where it cannot be written.
std::string write_project(const std::filesystem::path& path, Project project, const std::string& expected = {});

/// From now on the states name this file or folder, and what lies in it, elsewhere.
void relocate(Project& project, const std::string& from, const std::string& to);
/// Of a screen's state as it was read these keys are known: a later save takes them from `screens` alone.
void forget_keys(Project& project, const std::string& screen, const std::vector<std::string>& known);

}  // namespace bplf::project
