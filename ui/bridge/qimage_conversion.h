// SPDX-License-Identifier: GPL-3.0-or-later
// The one conversion between our images and Qt's (grey or red, green, blue; both 8 bits).
#pragma once

#include <QImage>

#include "core/image/image.h"

namespace bplf::ui {

/// A deep copy; grey becomes Format_Grayscale8, colour Format_RGB888.
QImage toQImage(const Image& image);
/// Grey stays one channel; everything else becomes three, alpha laid over white.
Image fromQImage(const QImage& image);

}  // namespace bplf::ui
