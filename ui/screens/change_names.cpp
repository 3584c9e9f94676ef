// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/change_names.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("bplf::ui::ChangeNames", text);
}

double shareOf(const LabelMix& mix, const std::string& label) {
    const auto part = std::ranges::find(mix, label, &LabelWeight::label);
    return part == mix.end() ? 0 : part->weight;
}

}  // namespace

QString nameOfMixChange(const LabelMix& before, const LabelMix& after) {
    if (before == after) return {};
    if (after.empty()) return tr("no label");
    std::set<std::string> labels;
    for (const LabelMix* mix : {&before, &after})
        for (const LabelWeight& part : *mix) labels.insert(part.label);
    const auto size = [&](const std::string& label) {
        const double change = shareOf(after, label) - shareOf(before, label);
        return std::abs(change) + (change > 0 ? 1e-6 : 0);
    };
    const auto moved = std::ranges::max_element(labels, {}, size);
    return QStringLiteral("%1 %2\u00a0%").arg(titled(*moved)).arg(std::lround(100 * shareOf(after, *moved)));
}

QString nameOfLookChange(const Look& before, const Look& after) {
    const QString mix = nameOfMixChange(before.mix, after.mix);
    if (!mix.isEmpty()) return mix;
    if (before.intensity != after.intensity)
        return after.intensity ? tr("intensity %1").arg(fixedText(*after.intensity, 2)) : tr("the model's intensity");
    if (before.temperature == after.temperature) return {};
    if (after.temperature.empty()) return tr("the model's temperature");
    const double sum = std::accumulate(after.temperature.begin(), after.temperature.end(), 0.0);
    return tr("temperature %1").arg(fixedText(sum / static_cast<double>(after.temperature.size()), 2));
}

}  // namespace bplf::ui
