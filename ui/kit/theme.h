// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark look: Fusion, two palettes with contrast above 4.5, and one style sheet.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace bplf::ui {

enum class Theme { kSystem, kLight, kDark };

Theme themeFromName(const QString& name);
QString themeName(Theme theme);

/// Colours beyond QPalette that the style sheet uses.
struct ThemeColors {
    QColor panel, raised, border, muted, accent, accentText, information, warning, error;
    static ThemeColors of(bool dark);
};

QPalette studioPalette(bool dark);
/// What the desktop prefers, as far as it can be known.
bool systemPrefersDark();
/// Sets style, palette and style sheet of the application.
void applyTheme(Theme theme);
/// The colours in use now.
bool isDark(const QPalette& palette);
/// Ratio of WCAG 2 between two colours, 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace bplf::ui
