// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/interpolate.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr double kSmallestSine = 1e-4;

std::vector<float> combine(std::span<const float> a, std::span<const float> b, double wa, double wb) {
    BPLF_CHECK(a.size() == b.size(), "codes of one shape");
    std::vector<float> out(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) out[i] = static_cast<float>(wa * a[i] + wb * b[i]);
    return out;
}

}  // namespace

std::vector<float> lerp(std::span<const float> a, std::span<const float> b, double t) {
    return combine(a, b, 1 - t, t);
}

std::vector<float> slerp(std::span<const float> a, std::span<const float> b, double t) {
    BPLF_CHECK(a.size() == b.size(), "codes of one shape");
    double dot = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        dot += static_cast<double>(a[i]) * b[i];
        aa += static_cast<double>(a[i]) * a[i];
        bb += static_cast<double>(b[i]) * b[i];
    }
    if (t <= 0) return combine(a, b, 1, 0);
    if (t >= 1) return combine(a, b, 0, 1);
    if (aa == 0 || bb == 0) return lerp(a, b, t);
    const double angle = std::acos(std::clamp(dot / std::sqrt(aa * bb), -1.0, 1.0));
    const double sine = std::sin(angle);
    if (sine < kSmallestSine) return lerp(a, b, t);
    return combine(a, b, std::sin((1 - t) * angle) / sine, std::sin(t * angle) / sine);
}

}  // namespace bplf
