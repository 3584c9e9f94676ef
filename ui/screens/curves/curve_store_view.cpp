// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs are shown, and in which colours.
#include <algorithm>

#include "ui/screens/curves/curve_store.h"

namespace bplf::ui {
namespace {

/// What training lowers, in whatever group a run logs it.
bool isObjective(const std::string& tag) {
    const std::string name = tag.substr(tag.rfind('/') + 1);
    return name == "bits_per_dim" || name == "loss" || name == "nll";
}

}  // namespace

void CurveStore::setVisible(int run, bool visible) {
    bool& current = m_runs[static_cast<std::size_t>(run)].visible;
    if (current == visible) return;
    current = visible;
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::solo(int run) {
    const bool isSolo = std::count_if(m_runs.begin(), m_runs.end(), [](const CurveRun& r) { return r.visible; }) == 1 &&
                        m_runs[static_cast<std::size_t>(run)].visible;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        m_runs[i].visible = isSolo || static_cast<int>(i) == run;
    }
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::showAll() {
    for (CurveRun& run : m_runs) run.visible = true;
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::setColor(int run, Rgb color) {
    CurveRun& chosen = m_runs[static_cast<std::size_t>(run)];
    chosen.style = m_styles[chosen.path] = {color, 0};
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::setFilter(const CurveFilter& filter) {
    m_filter = filter;
    bool isOther = false;
    for (CurveRun& run : m_runs) {
        const bool matches = m_filter.matches(run.name);
        isOther = isOther || matches != run.matches;
        run.matches = matches;
    }
    if (isOther) Q_EMIT curvesChanged();
}

std::vector<std::string> CurveStore::visibleTags() const {
    std::vector<std::string> tags;
    for (const CurveRun& run : m_runs) {
        if (!run.isShown()) continue;
        for (const std::string& tag : run.tags) {
            if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
        }
    }
    std::stable_partition(tags.begin(), tags.end(), isObjective);
    return tags;
}

}  // namespace bplf::ui
