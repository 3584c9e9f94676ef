// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/level_names.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("LevelNames", text);
}

/// Of a level among the `count` of its part.
QString place(int index, int count) {
    if (index == 0) return tr("fine");
    if (index + 1 == count) return tr("coarse");
    return count == 3 ? tr("middle") : tr("level %1").arg(index + 1);
}

QString partName(const std::string& part) {
    if (part == "base") return tr("Face");
    return part == "chroma" ? tr("Colour") : tr("Details %1").arg(QString::fromStdString(part));
}

}  // namespace

QStringList levelNames(const ModelInfo& model) {
    std::vector<std::string> parts = model.level_parts;
    parts.resize(model.levels.size(), "base");
    const bool isPyramid = std::ranges::any_of(parts, [](const std::string& part) { return part != "base"; });
    QStringList names;
    for (auto first = parts.begin(); first != parts.end();) {
        const auto last = std::find_if(first, parts.end(), [&](const std::string& part) { return part != *first; });
        const auto count = static_cast<int>(last - first);
        for (int i = 0; i < count; ++i) {
            if (!isPyramid)
                names << titled(place(i, count).toStdString());
            else
                names << (count == 1 ? partName(*first) : tr("%1, %2").arg(partName(*first), place(i, count)));
        }
        first = last;
    }
    return names;
}

}  // namespace bplf::ui
