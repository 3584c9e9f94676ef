// SPDX-License-Identifier: GPL-3.0-or-later
// One colour per run.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/plot/drawing.h"

namespace bplf {

/// Twelve colours that stay apart with red-, green- and blue-blind eyes (CIE76 difference of at least 17 under
/// Machado's 2009 simulations) and stand out (contrast >= 2.6) on white and on the studio's dark ground.
extern const std::array<Rgb, 12> kCurveColors;

/// How a run is drawn.
struct CurveStyle {
    Rgb color;
    int dash = 0;  ///< 0 = solid; one more each time the twelve colours are used up
    bool operator==(const CurveStyle&) const = default;
};

/// The first style that none of `taken` has: the twelve colours solid, then dashed, and so on.
CurveStyle first_free_style(const std::vector<CurveStyle>& taken);

/// A style per name, in the same order: the first has the first colour. Adding names at the end never changes the
/// ones before.
std::vector<CurveStyle> assign_curve_styles(const std::vector<std::string>& names);

/// Dash lengths of CurveStyle::dash for a line of width 1; empty = solid.
std::vector<double> dash_pattern(int dash);

}  // namespace bplf
