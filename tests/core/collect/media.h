// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and videos in the formats of the collections, drawn on the spot.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/image/image.h"

namespace bplf::test {

/// A noisy grey picture that depends on `seed`; its grey levels are well spread.
Image noise_picture(int width, int height, std::uint64_t seed);

/// Written in the format of the file's ending; folders are made.
void write_picture(const std::filesystem::path& file, const Image& image);

/// `frames` frames of Motion JPEG; frame i has the grey level 20 + 10·i everywhere.
void write_avi(const std::filesystem::path& file, int frames, int width = 64, int height = 48);

}  // namespace bplf::test
