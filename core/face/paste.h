// SPDX-License-Identifier: GPL-3.0-or-later
// A changed face back into its photo.
#pragma once

#include "core/face/align.h"
#include "core/image/image.h"

namespace bplf {

/// The share of the square's side over which a pasted change fades out at each edge.
inline constexpr double kPasteEdge = 0.15;

/// The photo with what `after` differs from `before`, two pictures of the square, added at its place, size and angle:
/// the photo's own details stay, and what lies outside the square stays bit for bit. Grey differences change all
/// channels of a colour photo alike; of colour ones a grey photo takes the luminance. Precondition: equal sizes of the
/// two pictures, neither empty, side > 0.
Image paste_back(const Image& photo, const CropSquare& square, const Image& before, const Image& after);

}  // namespace bplf
