// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels that a picture of core shows at its size on screen.
#pragma once

#include <QImage>

#include "core/image/image.h"

namespace bplf::ui {

/// `image` at width x height device pixels as Format_RGBX8888: bicubic or pixel by pixel.
/// Very large sizes come back smaller (the caller stretches).
QImage scaledPicture(const Image& image, int width, int height, bool smooth);

}  // namespace bplf::ui
