// SPDX-License-Identifier: GPL-3.0-or-later
// Liang and Barsky's clipping of a segment, along a line.
#include "core/plot/line_clip.h"

#include <cmath>
#include <limits>
#include <optional>

namespace bplf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The shares of a segment at which it enters and leaves the box.
struct Inside {
    double enter = 0, leave = 1;

    /// Cuts by one edge: `toward` is the motion across it, `room` how far inside the start lies.
    bool cut(double toward, double room) {
        if (toward == 0) return room >= 0;
        const double share = room / toward;
        if (toward > 0)
            leave = std::min(leave, share);
        else
            enter = std::max(enter, share);
        return enter <= leave;
    }
};

std::optional<Inside> inside(const DrawPoint& from, const DrawPoint& to, const PageBox& box) {
    Inside part;
    const double dx = to.x - from.x, dy = to.y - from.y;
    const bool is_seen = part.cut(-dx, from.x - box.x) && part.cut(dx, box.x + box.width - from.x) &&
                         part.cut(-dy, from.y - box.y) && part.cut(dy, box.y + box.height - from.y);
    return is_seen ? std::optional(part) : std::nullopt;
}

DrawPoint between(const DrawPoint& from, const DrawPoint& to, double share) {
    if (share <= 0) return from;
    if (share >= 1) return to;
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

bool is_point(const DrawPoint& p) {
    return std::isfinite(p.x) && std::isfinite(p.y);
}

void lift_pen(std::vector<DrawPoint>& line) {
    if (!line.empty() && is_point(line.back())) line.push_back({kNaN, kNaN});
}

}  // namespace

std::vector<DrawPoint> clipped_line(const std::vector<DrawPoint>& points, const PageBox& box) {
    std::vector<DrawPoint> line;
    bool is_down = false;  // the pen stands at the segment's start
    for (std::size_t i = 1; i < points.size(); ++i) {
        const DrawPoint &from = points[i - 1], &to = points[i];
        const auto part = is_point(from) && is_point(to) ? inside(from, to, box) : std::nullopt;
        if (!part) {
            is_down = false;
            continue;
        }
        if (!is_down || part->enter > 0) {
            lift_pen(line);
            line.push_back(between(from, to, part->enter));
        }
        line.push_back(between(from, to, part->leave));
        is_down = part->leave >= 1;
    }
    return line;
}

}  // namespace bplf
