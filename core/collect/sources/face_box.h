// SPDX-License-Identifier: GPL-3.0-or-later
// Faces that a collection gives as boxes in larger pictures.
#pragma once

#include "core/image/image.h"

namespace bplf {

/// In pixels; may reach over the picture.
struct FaceBox {
    int left = 0, top = 0, right = 0, bottom = 0;
};

/// The part of the picture around the box, half of it more on each side, as finders of faces want to see it; empty
/// where the box lies outside.
Image around_box(const Image& image, const FaceBox& box);

}  // namespace bplf
