// SPDX-License-Identifier: GPL-3.0-or-later
// What the video module exports. A module of its own, because FFmpeg brings a hundred libraries that nobody should
// wait for who writes no video.
#pragma once

namespace bplf {

class FilmWriter;

inline constexpr const char* kVideoModule = "libbplf_video.so";
inline constexpr const char* kMakeMp4Writer = "bplf_make_mp4_writer";

/// The caller owns the writer. Errors as make_film_writer().
using MakeMp4Writer = FilmWriter* (*)(const char* path, int width, int height, double frames_per_second);

}  // namespace bplf
