// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry of the timeline.
#include "ui/screens/morph/timeline_layout.h"

#include <algorithm>
#include <cmath>

namespace bplf::ui {
namespace {

constexpr double kStem = 6;  ///< half width of the part of a key that can be grabbed on the ruler

}  // namespace

TimelineLayout::TimelineLayout(double width, int frames, std::vector<double> keys)
    : m_width(std::max(width, 2 * kMargin + 10)), m_frames(std::max(frames, 2)), m_keys(std::move(keys)) {
    double closest = kLargestThumb;
    for (std::size_t i = 1; i < m_keys.size(); ++i) {
        const double apart = xOf(m_keys[i]) - xOf(m_keys[i - 1]);
        if (apart > kSmallestThumb / 2) closest = std::min(closest, apart - 4);
    }
    m_side = std::clamp(closest, kSmallestThumb, kLargestThumb);
}

double TimelineLayout::xOf(double frame) const {
    return left() + (right() - left()) * frame / (m_frames - 1);
}

double TimelineLayout::frameAt(double x) const {
    const double frame = (x - left()) / (right() - left()) * (m_frames - 1);
    return std::clamp(frame, 0.0, static_cast<double>(m_frames - 1));
}

std::optional<int> TimelineLayout::keyAt(double x, double y) const {
    std::optional<int> found;
    double nearest = 1e9;
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const double away = std::abs(x - keyX(i));
        const bool isOnSquare = y >= kThumbTop && y <= kThumbTop + m_side && away <= m_side / 2;
        const bool isOnStem = y >= kRulerHeight / 2 && y < kThumbTop && away <= kStem;
        if ((isOnSquare || isOnStem) && away <= nearest) {
            found = static_cast<int>(i);
            nearest = away;
        }
    }
    return found;
}

std::vector<RulerMark> TimelineLayout::marks() const {
    const double perFrame = (right() - left()) / (m_frames - 1);
    int step = 1;
    for (const int candidate : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000}) {
        step = candidate;
        if (candidate * perFrame >= 46) break;
    }
    const int minor = step % 5 == 0 ? step / 5 : 1;
    std::vector<RulerMark> marks;
    for (int frame = 0; frame < m_frames; frame += minor) marks.push_back({frame, frame % step == 0});
    return marks;
}

}  // namespace bplf::ui
