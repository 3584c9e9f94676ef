// SPDX-License-Identifier: GPL-3.0-or-later
// A value of a screen that can be set by typing its name and a number.
#pragma once

#include <QString>
#include <functional>
#include <vector>

namespace bplf::ui {

class LabelSimplex;

struct ScreenValue {
    QString word;   ///< what is typed: "temp"
    QString title;  ///< in full: "Temperature"
    QString range;  ///< what may be typed: "0 to 2"
    /// False where the text is no such value; nothing is changed then.
    std::function<bool(const QString& text)> set;
};

/// Takes numbers of this range, with a decimal point or comma.
ScreenValue numberValue(const QString& word, const QString& title, double low, double high,
                        std::function<void(double)> set);
/// One of whole percents for each label; `set` gets the mix with that label moved.
std::vector<ScreenValue> labelValues(const LabelSimplex& mix, const std::function<void(const LabelSimplex&)>& set);

}  // namespace bplf::ui
