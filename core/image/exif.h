// SPDX-License-Identifier: GPL-3.0-or-later
// The one fact of a photo's EXIF block that changes its pixels.
#pragma once

#include <cstddef>
#include <span>

namespace bplf {

/// Orientation, 1…8, of an EXIF block (a TIFF header and its directory, with or without "Exif\0\0" before it).
/// 1 where it says none or is damaged: a bad block must not make a photo unreadable.
int exif_orientation(std::span<const std::byte> block);

}  // namespace bplf
