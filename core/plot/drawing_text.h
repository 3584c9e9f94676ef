// SPDX-License-Identifier: GPL-3.0-or-later
// What the drawing writers know about letters: Helvetica's advance widths, and strokes for pixels.
#pragma once

#include <string>
#include <vector>

#include "core/plot/drawing.h"

namespace bplf {

/// Advance of a character in Helvetica, in thousandths of the font size.
int advance_width(char32_t character);

/// The character as pen strokes in tenths of the font size, baseline at y = 0, y upwards; an unknown
/// character is an upright box.
std::vector<std::vector<DrawPoint>> glyph_strokes(char32_t character);

/// The character's byte in Windows-1252, or '?'.
unsigned char windows_1252(char32_t character);

}  // namespace bplf
