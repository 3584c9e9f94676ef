// SPDX-License-Identifier: GPL-3.0-or-later
// Cartoon drawing and the Haar code. The code is a real (if humble) flow: linear, invertible, with
// an exact likelihood, so that the studio's numbers mean something in tests.
#include "core/engine/null_face.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/philox.h"

namespace bplf::null_engine {
namespace {

/// Standard deviations of Haar coefficients in grey levels, fine to coarse.
constexpr std::array<double, 3> kScales{5, 12, 60};

/// How a label bends the face: mouth curve, mouth opening, brow tilt, brow height, eye opening.
struct Expression {
    double curve = 0, mouth = 0.3, tilt = 0, brow = 0, eye = 1;
};
constexpr std::array<Expression, 7> kExpressions{{{-0.5, 0.5, 1, -0.6, 0.8},
                                                  {-0.6, 0.2, 0.5, -0.4, 0.6},
                                                  {-0.3, 0.9, -0.8, 0.8, 1.4},
                                                  {1.2, 0.6, -0.1, 0.3, 0.8},
                                                  {-1, 0.2, -0.9, 0.2, 0.7},
                                                  {0, 2.2, -0.2, 1.2, 1.5},
                                                  {0, 0.3, 0, 0, 1}}};

Expression blend(const std::vector<double>& weights) {
    Expression sum{0, 0, 0, 0, 0};
    for (std::size_t i = 0; i < kExpressions.size() && i < weights.size(); ++i) {
        const Expression& part = kExpressions[i];
        sum.curve += weights[i] * part.curve;
        sum.mouth += weights[i] * part.mouth;
        sum.tilt += weights[i] * part.tilt;
        sum.brow += weights[i] * part.brow;
        sum.eye += weights[i] * part.eye;
    }
    return sum;
}

/// 1 inside the ellipse, 0 outside, soft over about a pixel.
double ellipse(double x, double y, double cx, double cy, double rx, double ry, double soft) {
    const double d = std::hypot((x - cx) / rx, (y - cy) / ry) - 1;
    return std::clamp(0.5 - d * std::min(rx, ry) / soft, 0.0, 1.0);
}

double mix(double from, double to, double share) {
    return from + (to - from) * share;
}

/// Grey of the face at (x, y) in [-1, 1]^2.
double grey_at(double x, double y, const Expression& e, double soft) {
    double grey = mix(70, 40, y * 0.5 + 0.5);
    grey = mix(grey, 35, ellipse(x, y, 0, -0.25, 0.85, 0.85, soft));
    grey = mix(grey, 175 - 35 * std::abs(x) - 20 * y * y, ellipse(x, y, 0, 0.08, 0.68, 0.86, soft));
    for (const double side : {-1.0, 1.0}) {
        const double inward = (x - side * 0.3) * side;
        grey = mix(grey, 225, ellipse(x, y, side * 0.3, -0.1, 0.16, 0.085 * e.eye, soft));
        grey = mix(grey, 30, ellipse(x, y, side * 0.3, -0.1, 0.07, 0.075 * std::min(e.eye, 1.2), soft));
        const double brow = -0.3 - 0.1 * e.brow - 0.25 * e.tilt * inward;
        grey = mix(grey, 55, ellipse(x, y, side * 0.3, brow, 0.2, 0.04, soft));
    }
    grey = mix(grey, 120, ellipse(x, y, 0, 0.2, 0.09, 0.05, soft));
    const double mouth = 0.5 - 0.9 * e.curve * (x * x - 0.03);
    grey = mix(grey, 60, ellipse(x, y, 0, mouth, 0.27 - 0.03 * e.mouth, 0.04 + 0.055 * e.mouth, soft));
    return grey;
}

/// One orthonormal Haar step of the n x n corner: averages to the corner, details around it.
void haar(std::vector<float>& a, int n, int stride, bool inverse) {
    std::vector<float> copy(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
    const auto at = [stride](int x, int y) {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(x);
    };
    const auto in_copy = [n](int x, int y) {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(n) + static_cast<std::size_t>(x);
    };
    const int half = n / 2;
    for (int y = 0; y < half; ++y)
        for (int x = 0; x < half; ++x) {
            const std::array<std::array<int, 2>, 4> fine{
                {{2 * x, 2 * y}, {2 * x + 1, 2 * y}, {2 * x, 2 * y + 1}, {2 * x + 1, 2 * y + 1}}};
            const std::array<std::array<int, 2>, 4> coarse{
                {{x, y}, {x + half, y}, {x, y + half}, {x + half, y + half}}};
            const auto& from = inverse ? coarse : fine;
            const auto& to = inverse ? fine : coarse;
            const float p = a[at(from[0][0], from[0][1])], q = a[at(from[1][0], from[1][1])];
            const float r = a[at(from[2][0], from[2][1])], s = a[at(from[3][0], from[3][1])];
            // The 4x4 Hadamard matrix over 2 is its own inverse.
            const std::array<float, 4> out{(p + q + r + s) / 2, (p - q + r - s) / 2, (p + q - r - s) / 2,
                                           (p - q - r + s) / 2};
            for (std::size_t i = 0; i < 4; ++i) copy[in_copy(to[i][0], to[i][1])] = out[i];
        }
    for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x) a[at(x, y)] = copy[in_copy(x, y)];
}

/// Level (0 = fine) of the coefficient at (x, y) after three steps, and visits them in a fixed
/// order.
template <typename Visit>
void for_each_coefficient(int side, Visit visit) {
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int reach = std::max(x, y);
            const std::size_t level = reach >= side / 2 ? 0 : reach >= side / 4 ? 1 : 2;
            visit(level, static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x));
        }
}

}  // namespace

const std::vector<std::string>& labels() {
    static const std::vector<std::string> words{"anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"};
    return words;
}

std::vector<LevelShape> level_shapes(int side) {
    return {{3, side / 2, side / 2}, {3, side / 4, side / 4}, {4, side / 8, side / 8}};
}

std::vector<float> cartoon(const std::vector<double>& weights, int side) {
    const Expression expression = blend(weights);
    std::vector<float> pixels;
    const double soft = 2.5 / side;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            pixels.push_back(
                static_cast<float>(grey_at((2 * x + 1.0) / side - 1, (2 * y + 1.0) / side - 1, expression, soft)));
    return pixels;
}

Latent encode(const std::vector<float>& pixels, const std::vector<double>& weights, int side) {
    std::vector<float> rest = pixels;
    const std::vector<float> mean = cartoon(weights, side);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= mean[i];
    for (int n = side; n > side / 8; n /= 2) haar(rest, n, side, false);
    Latent latent;
    latent.shapes = level_shapes(side);
    latent.levels.resize(3);
    for_each_coefficient(side, [&](std::size_t level, std::size_t i) {
        latent.levels[level].push_back(static_cast<float>(rest[i] / kScales[level]));
    });
    return latent;
}

std::vector<float> decode(const Latent& latent, const std::vector<double>& weights, int side) {
    std::vector<float> pixels(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    std::array<std::size_t, 3> next{};
    for_each_coefficient(side, [&](std::size_t level, std::size_t i) {
        pixels[i] = static_cast<float>(latent.levels[level][next[level]++] * kScales[level]);
    });
    for (int n = side / 4; n <= side; n *= 2) haar(pixels, n, side, true);
    const std::vector<float> mean = cartoon(weights, side);
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] += mean[i];
    return pixels;
}

double bits_per_dim(const Latent& latent, int side) {
    double nats = 0;
    for (std::size_t level = 0; level < latent.levels.size(); ++level)
        for (const float value : latent.levels[level])
            nats += 0.5 * value * value + 0.5 * std::log(2 * std::numbers::pi) + std::log(kScales[level]);
    return nats / (std::numbers::ln2 * side * side);
}

Latent draw(std::uint64_t seed, const std::vector<double>& temperature, int side) {
    Latent latent;
    latent.shapes = level_shapes(side);
    for (std::size_t level = 0; level < latent.shapes.size(); ++level) {
        std::vector<float> values(static_cast<std::size_t>(latent.shapes[level].size()));
        PhiloxStream(seed, static_cast<std::uint32_t>(level)).fill_normal(values);
        for (float& value : values) value *= static_cast<float>(temperature[level]);
        latent.levels.push_back(std::move(values));
    }
    return latent;
}

Latent slerp(const Latent& a, const Latent& b, double t, Path path) {
    Latent result = a;
    for (std::size_t level = 0; level < a.levels.size(); ++level) {
        double dot = 0, aa = 1e-12, bb = 1e-12;
        for (std::size_t i = 0; i < a.levels[level].size(); ++i) {
            dot += double{a.levels[level][i]} * b.levels[level][i];
            aa += double{a.levels[level][i]} * a.levels[level][i];
            bb += double{b.levels[level][i]} * b.levels[level][i];
        }
        const double angle = std::acos(std::clamp(dot / std::sqrt(aa * bb), -1.0, 1.0));
        const bool straight = path == Path::kLinear || angle < 1e-3 || angle > 3.14;
        const double from = straight ? 1 - t : std::sin((1 - t) * angle) / std::sin(angle);
        const double to = straight ? t : std::sin(t * angle) / std::sin(angle);
        for (std::size_t i = 0; i < a.levels[level].size(); ++i)
            result.levels[level][i] = static_cast<float>(from * a.levels[level][i] + to * b.levels[level][i]);
    }
    return result;
}

LevelStatistics statistics(const std::vector<float>& level) {
    LevelStatistics result;
    const double n = static_cast<double>(level.size());
    std::vector<float> sorted = level;
    std::ranges::sort(sorted);
    double squares = 0;
    result.histogram.assign(41, 0.0F);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double value = sorted[i];
        result.mean += value / n;
        squares += value * value / n;
        result.largest = std::max(result.largest, std::abs(value));
        const double expected = 0.5 * std::erfc(-value / std::numbers::sqrt2);
        result.ks_distance = std::max({result.ks_distance, std::abs(expected - static_cast<double>(i) / n),
                                       std::abs(expected - static_cast<double>(i + 1) / n)});
        const int bin = std::clamp(static_cast<int>(std::floor((value + 4) / 8 * 41)), 0, 40);
        result.histogram[static_cast<std::size_t>(bin)] += static_cast<float>(41 / (8 * n));
    }
    result.norm = std::sqrt(squares);
    result.deviation = std::sqrt(std::max(0.0, squares - result.mean * result.mean));
    return result;
}

Image to_image(const std::vector<float>& pixels, int side) {
    Image image(side, side, 1);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(std::clamp(std::lround(pixels[i]), 0L, 255L));
    return image;
}

}  // namespace bplf::null_engine
