// SPDX-License-Identifier: GPL-3.0-or-later
// What the module that reads videos exports. A module of its own, because OpenCV's videoio brings FFmpeg and
// GStreamer, which nobody should wait for who reads no video.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace bplf {

inline constexpr const char* kFramesModule = "libbplf_frames.so";
inline constexpr const char* kCountFrames = "bplf_count_frames";
inline constexpr const char* kReadFrames = "bplf_read_frames";

/// How many frames can be decoded; -1 when the file is no video that OpenCV opens.
using CountFrames = std::int64_t (*)(const char* path);
/// Appends the frames with the `count` given numbers (rising) to `images`; false when one cannot be decoded.
using ReadFrames = bool (*)(const char* path, const std::int64_t* numbers, std::size_t count,
                            std::vector<Image>* images);

}  // namespace bplf
