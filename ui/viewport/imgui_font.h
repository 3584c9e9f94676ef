// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's font inside ImGui: glyphs are painted by Qt, so that no font file has to be found.
#pragma once

class QFont;
struct ImFontAtlas;

namespace bplf::ui {

/// Replaces the atlas's fonts by `font` at `ratio` device pixels per unit; Latin letters and a few signs.
void buildImGuiFont(ImFontAtlas* atlas, const QFont& font, double ratio);

}  // namespace bplf::ui
