// SPDX-License-Identifier: GPL-3.0-or-later
// Animations of one file, frame by frame, whatever their format.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/image/image.h"

namespace bplf {

/// Writes one animation. The file appears at finish(); without it (cancelled, or an error) the destructor leaves
/// nothing behind. Not thread-safe.
class FilmWriter {
  public:
    virtual ~FilmWriter() = default;
    /// Precondition: the size the writer was made for, and the channels of the first frame.
    /// Error(kResource) when the disk is full.
    virtual void add(const Image& frame) = 0;
    /// Completes the file. `progress` counts frames that wait to be encoded. Error(kInterrupted) when `stop` is
    /// requested, Error(kUsage) when there are no frames.
    virtual void finish(const std::stop_token& stop = {}, const ProgressSink& progress = {}) = 0;
};

/// By the ending of `path`: ".gif" (GifWriter), or ".mp4" (H.264 through FFmpeg, in a module that is loaded here).
/// Error(kUsage) for another ending, a size or a rate the format does not take; Error(kResource) when the file
/// cannot be written or this build has no FFmpeg.
std::unique_ptr<FilmWriter> make_film_writer(const std::filesystem::path& path, int width, int height,
                                             double frames_per_second);

/// Endings that make_film_writer() takes, with the dot, in lower case.
const std::vector<std::string>& film_endings();

/// Fastest that every format of film_endings() plays, in frames per second.
inline constexpr double kFastestFilm = 50;

}  // namespace bplf
