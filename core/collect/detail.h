// SPDX-License-Identifier: GPL-3.0-or-later
// How many pixels of a picture say something: an enlarged copy has no more detail than its original.
#pragma once

#include "core/face/align.h"
#include "core/image/image.h"

namespace bplf {

/// The side in pixels at which the face in `square` could be stored without a loss that is seen: the square's own side
/// where it is sharp, less where the picture was enlarged or is blurred. Precondition: image not empty, side > 0.
double detailed_side(const Image& image, const CropSquare& square);

}  // namespace bplf
