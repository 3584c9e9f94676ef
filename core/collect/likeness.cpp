// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/likeness.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr int kPatch = 32;
constexpr int kLow = 8;            // frequencies per direction
constexpr double kHopeless = 0.8;  // of the coarse correlation: no refinement makes a copy of it
constexpr double kRim = 0.12;      // over which the disc fades out, as a share of its square
constexpr std::array kTurns{-10.0, -5.0, 0.0, 5.0, 10.0};

std::vector<View> make_views() {
    std::vector<View> views{{}};
    for (const bool mirrored : {false, true}) {
        for (const double turn : kTurns) {
            if (mirrored || turn != 0) views.push_back({View().scale, turn, 0, 0, mirrored});
        }
        for (const double scale : {0.68, 0.74}) {
            const double step = scale < 0.7 ? 0.055 : 0.035;
            for (const double dx : {-step, 0.0, step}) {
                for (const double dy : {-step, 0.0, step}) views.push_back({scale, 0, dx, dy, mirrored});
            }
        }
    }
    return views;
}

/// Square roots of the weights of a grid: 1 in the disc, falling to 0 at its rim.
std::vector<float> window_of(int side) {
    std::vector<float> window;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const double radius = std::hypot((x + 0.5) / side - 0.5, (y + 0.5) / side - 0.5);
            window.push_back(static_cast<float>(std::sqrt(std::clamp((0.5 - radius) / kRim, 0.0, 1.0))));
        }
    }
    return window;
}

const std::vector<float>& window(int side) {
    static const std::vector<float> fine = window_of(kPatch), coarse = window_of(kCoarsePatch);
    return side == kPatch ? fine : coarse;
}

/// Bilinear, edges continued.
float value_at(Probe probe, double x, double y) {
    const double u = std::clamp(x * kProbeSide - 0.5, 0.0, kProbeSide - 1.001);
    const double v = std::clamp(y * kProbeSide - 0.5, 0.0, kProbeSide - 1.001);
    const auto column = static_cast<std::size_t>(u), row = static_cast<std::size_t>(v);
    const auto right = static_cast<float>(u - static_cast<double>(column));
    const auto below = static_cast<float>(v - static_cast<double>(row));
    const std::uint8_t* at = probe.data() + row * kProbeSide + column;
    const float upper = static_cast<float>(at[0]) * (1 - right) + static_cast<float>(at[1]) * right;
    const float lower =
        static_cast<float>(at[kProbeSide]) * (1 - right) + static_cast<float>(at[kProbeSide + 1]) * right;
    return upper * (1 - below) + lower * below;
}

/// Mean 0 and length 1 under the weights.
void normalise(std::vector<float>& values, const std::vector<float>& roots) {
    double sum = 0, total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weight = static_cast<double>(roots[i]) * roots[i];
        sum += weight * values[i];
        total += weight;
    }
    const auto mean = static_cast<float>(sum / total);
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = (values[i] - mean) * roots[i];
        squares += static_cast<double>(values[i]) * values[i];
    }
    const float factor = squares > 1e-6 ? static_cast<float>(1 / std::sqrt(squares)) : 0.0f;
    for (float& value : values) value *= factor;
}

/// How far a search moves a view at first.
constexpr View kSteps{0.05, 4, 0.025, 0.025, false};

/// Moves along one coordinate of a view.
View moved(const View& view, int coordinate, double by) {
    View next = view;
    if (coordinate == 0) next.scale *= std::exp(by * kSteps.scale);
    if (coordinate == 1) next.turn += by * kSteps.turn;
    if (coordinate == 2) next.dx += by * kSteps.dx;
    if (coordinate == 3) next.dy += by * kSteps.dy;
    return next;
}

/// A search along the coordinates whose steps are halved, on a grid of one side.
class Search {
  public:
    Search(Probe probe, std::vector<float> target, int side) : probe_(probe), target_(std::move(target)), side_(side) {}

    /// The correlation at the best view found, which `view` becomes.
    double climb(View& view, double step, int halvings, double enough) const {
        double best = at(view);
        for (int i = 0; i < halvings && best < enough; ++i, step /= 2) {
            for (int round = 0; round < 4 && better(view, best, step); ++round) continue;
        }
        return best;
    }

  private:
    double at(const View& view) const { return dot(patch_of(probe_, view, side_), target_); }

    bool better(View& view, double& best, double step) const {
        const double before = best;
        for (int coordinate = 0; coordinate < 4; ++coordinate) {
            for (const double by : {step, -step}) {
                const View next = moved(view, coordinate, by);
                const double value = at(next);
                if (value <= best) continue;
                view = next;
                best = value;
                break;
            }
        }
        return best > before;
    }

    Probe probe_;
    std::vector<float> target_;
    int side_;
};

}  // namespace

const std::vector<View>& usual_views() {
    static const std::vector<View> views = make_views();
    return views;
}

std::vector<float> patch_of(Probe probe, const View& view, int side) {
    BPLF_CHECK(probe.size() == std::size_t{kProbeSide} * kProbeSide, "a probe has 48x48 values");
    BPLF_CHECK(side == kPatch || side == kCoarsePatch, "patches have 32 or 16 values a side");
    const double angle = view.turn * std::numbers::pi / 180;
    const double cosine = std::cos(angle) * view.scale, sine = std::sin(angle) * view.scale;
    std::vector<float> values(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    std::size_t i = 0;
    for (int row = 0; row < side; ++row) {
        const double y = (row + 0.5) / side - 0.5;
        for (int column = 0; column < side; ++column) {
            const double x = (column + 0.5) / side - 0.5;
            const double u = cosine * x - sine * y + view.dx, v = sine * x + cosine * y + view.dy;
            values[i++] = value_at(probe, 0.5 + (view.mirrored ? -u : u), 0.5 + v);
        }
    }
    normalise(values, window(side));
    return values;
}

double dot(std::span<const float> a, std::span<const float> b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

std::array<float, kFrequencies> low_frequencies(std::span<const float> patch) {
    BPLF_CHECK(patch.size() == std::size_t{kPatch} * kPatch, "frequencies are those of a patch of side 32");
    static const auto basis = [] {
        std::array<std::array<float, kPatch>, kLow> values{};
        for (std::size_t k = 0; k < kLow; ++k) {
            for (std::size_t i = 0; i < kPatch; ++i) {
                values[k][i] = static_cast<float>(
                    std::cos(std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / kPatch));
            }
        }
        return values;
    }();
    std::array<std::array<float, kPatch>, kLow> rows{};  // [horizontal frequency][y]
    for (std::size_t y = 0; y < kPatch; ++y) {
        for (std::size_t k = 0; k < kLow; ++k)
            rows[k][y] = static_cast<float>(dot(basis[k], patch.subspan(y * kPatch, kPatch)));
    }
    std::array<float, kFrequencies> result{};
    for (std::size_t i = 0; i < kFrequencies; ++i) {
        result[i] = static_cast<float>(dot(basis[(i + 1) / kLow], rows[(i + 1) % kLow]));
    }
    return result;
}

double likeness(Probe a, const View& start, Probe b, double enough) {
    View view = start;
    const double coarse = Search(a, patch_of(b, {}, kCoarsePatch), kCoarsePatch).climb(view, 1, 2, enough);
    if (coarse < kHopeless) return coarse;
    return Search(a, patch_of(b, {}, kPatch), kPatch).climb(view, 0.5, 3, enough);
}

}  // namespace bplf
