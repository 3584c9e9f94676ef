// SPDX-License-Identifier: GPL-3.0-or-later
// Single frames of video files, through OpenCV.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// Frames that can be decoded, found by decoding them: headers of old videos often lie. Error(kInput) when the
/// file is missing or no video; Error(kResource) in builds without OpenCV's videoio.
std::int64_t count_video_frames(const std::filesystem::path& path);

/// The frames with the given numbers (from 0, rising) in RGB. Errors as count_video_frames, and Error(kInput) when
/// a frame cannot be decoded.
std::vector<Image> read_video_frames(const std::filesystem::path& path, std::span<const std::int64_t> numbers);

}  // namespace bplf
