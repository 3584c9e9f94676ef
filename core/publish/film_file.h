// SPDX-License-Identifier: GPL-3.0-or-later
// Where the frames of a morph go: a GIF, an MP4, or a folder of numbered PNGs with a recipe in each.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/publish/saved_size.h"
#include "core/sample/request.h"

namespace bplf {

/// Takes the frames of one film.
class FilmFile {
  public:
    virtual ~FilmFile() = default;
    /// frame: from 0, in order; as drawn. Error(kResource) when it cannot be written.
    virtual void add(int frame, const Image& image) = 0;
    /// Makes a GIF or MP4 appear under its name; one that is never finished leaves nothing. A folder has its frames
    /// already. Error(kInterrupted) when stopped.
    virtual void finish(const std::stop_token& stop = {}) = 0;
};

/// Whether the name is one of a film in one file (see film_endings()); all else is a folder.
bool is_film_file(const std::filesystem::path& path);
/// The file of a frame in a folder: "frame_0001.png" is the first; four digits, or as many as the last frame needs, so
/// that names sort.
std::filesystem::path frame_file(const std::filesystem::path& folder, int frame, int frames);

/// By the name. licence: of the model's weights; frames in a folder are marked with it and with their origin, GIF and
/// MP4 have no place that programs look for marks in. Nothing is written before the first frame. Errors:
/// make_film_writer's.
std::unique_ptr<FilmFile> open_film(const std::filesystem::path& path, const MorphRequest& request,
                                    const SavedSize& size, const std::string& licence);

}  // namespace bplf
