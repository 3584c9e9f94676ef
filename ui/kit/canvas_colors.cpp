// SPDX-License-Identifier: GPL-3.0-or-later
// Two fixed sets, one for each lightness of the palette.
#include "ui/kit/canvas_colors.h"

#include <QPalette>

namespace bplf::ui {

CanvasColors CanvasColors::from(const QPalette& palette) {
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    CanvasColors colors;
    colors.background = dark ? QColor(0x16, 0x17, 0x1a) : QColor(0xe4, 0xe6, 0xea);
    colors.empty = dark ? QColor(0x22, 0x24, 0x28) : QColor(0xd6, 0xd9, 0xde);
    colors.text = palette.color(QPalette::WindowText);
    colors.mutedText = dark ? QColor(0xa4, 0xa9, 0xb3) : QColor(0x4d, 0x53, 0x5e);
    colors.accent = palette.color(QPalette::Highlight);
    colors.outline = dark ? QColor(0xc8, 0xcc, 0xd4) : QColor(0x5a, 0x61, 0x6d);
    return colors;
}

}  // namespace bplf::ui
