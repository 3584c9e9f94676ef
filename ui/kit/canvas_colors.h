// SPDX-License-Identifier: GPL-3.0-or-later
// The colours behind and around pictures, in the viewport and in small views alike.
#pragma once

#include <QColor>

class QPalette;

namespace bplf::ui {

/// Colours of the viewport, taken from the application's palette.
struct CanvasColors {
    QColor background, empty, text, mutedText, accent, outline;
    static CanvasColors from(const QPalette& palette);
};

}  // namespace bplf::ui
