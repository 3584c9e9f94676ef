// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/screen_value.h"

#include <QCoreApplication>
#include <utility>

#include "ui/kit/label_simplex.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {

ScreenValue numberValue(const QString& word, const QString& title, double low, double high,
                        std::function<void(double)> set) {
    const auto take = [=, set = std::move(set)](const QString& text) {
        bool isNumber = false;
        const double value = QString(text).replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&isNumber);
        if (!isNumber || !(value >= low && value <= high)) return false;
        set(value);
        return true;
    };
    return {word, title, QCoreApplication::translate("bplf::ui::ScreenValue", "%1 to %2").arg(low).arg(high), take};
}

std::vector<ScreenValue> labelValues(const LabelSimplex& mix, const std::function<void(const LabelSimplex&)>& set) {
    std::vector<ScreenValue> values;
    for (std::size_t i = 0; i < mix.size(); ++i) {
        const auto move = [mix, set, i](double percent) {
            LabelSimplex moved = mix;
            moved.set(i, percent / 100);
            set(moved);
        };
        ScreenValue value = numberValue(QString::fromStdString(mix.labels()[i]), titled(mix.labels()[i]), 0, 100, move);
        value.range += QStringLiteral("\u00a0%");
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace bplf::ui
