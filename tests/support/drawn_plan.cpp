// SPDX-License-Identifier: GPL-3.0-or-later
// Cartoon drawing and the Haar code: a real (if humble) flow, linear and invertible, with an exact likelihood.
#include "tests/support/drawn_plan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <numbers>
#include <thread>

#include "core/base/error.h"
#include "core/base/progress.h"

namespace bplf::test {
namespace {

/// Standard deviations of Haar coefficients in grey levels, fine to coarse.
constexpr std::array<double, 4> kScales{3, 5, 12, 60};

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

/// Level (0 = fine) of the coefficient at (x, y) after a step each, and visits them in a fixed
/// order.
template <typename Visit>
void for_each_coefficient(int side, int levels, Visit visit) {
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int reach = std::max(x, y);
            int level = 0;
            while (level + 1 < levels && reach < side >> (level + 1)) ++level;
            visit(static_cast<std::size_t>(level),
                  static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x));
        }
}

/// Grey levels [side * side] of the cartoon that stands for the weights.
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

/// The cartoons of one mix, by their side.
struct DrawnContext : FlowContext {
    std::map<int, std::vector<float>> means;
};

const std::vector<float>& mean_of(const FlowContext& context, int side) {
    return static_cast<const DrawnContext&>(context).means.at(side);
}

double scale_of(std::size_t level, int levels) {
    return kScales[level + kScales.size() - static_cast<std::size_t>(levels)];
}

/// Grey level 0..256 to model range and back.
float value_of(double grey) {
    return static_cast<float>(grey / 128 - 1);
}
double grey_of(float value) {
    return (static_cast<double>(value) + 1) * 128;
}

double log_density(float eps, double scale) {
    return -0.5 * eps * eps - 0.5 * std::log(2 * std::numbers::pi) - std::log(scale / 128);
}

}  // namespace

const std::vector<std::string>& drawn_labels() {
    static const std::vector<std::string> words{"anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"};
    return words;
}

DrawnPlan::DrawnPlan(int side, DrawnPace pace, int levels) : side_(side), levels_(levels), pace_(pace) {
    BPLF_CHECK(side % (1 << levels) == 0, "levels of halves");
    for (int level = 1; level <= levels; ++level)
        shapes_.push_back({level == levels ? 4 : 3, side >> level, side >> level});
    config_.system = "drawn";
    config_.height = config_.width_px = side;
    config_.labels = drawn_labels();
}

std::shared_ptr<const FlowContext> DrawnPlan::context(std::span<const double> label_weights) const {
    BPLF_CHECK(label_weights.size() == drawn_labels().size(), "one weight per label");
    auto context = std::make_shared<DrawnContext>();
    for (const int side : sizes()) context->means[side] = cartoon({label_weights.begin(), label_weights.end()}, side);
    return context;
}

std::vector<int> DrawnPlan::sizes() const {
    return levels_ == 3 ? std::vector{side_} : std::vector{side_ / 2, side_};
}

std::shared_ptr<const FlowPlan> DrawnPlan::drawn_as(int side, bool grey) const {
    if (side == 0 || side == side_) return std::make_shared<DrawnPlan>(side_, pace_, levels_);
    if (levels_ > 3 && side == side_ / 2) return std::make_shared<DrawnPlan>(side, pace_, levels_ - 1);
    return FlowPlan::drawn_as(side, grey);
}

std::shared_ptr<FlowPlan::Scratch> DrawnPlan::make_scratch() const {
    return std::make_shared<Scratch>();
}

void DrawnPlan::take_time(const std::stop_token& stop) const {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration<double, std::milli>(pace_.milliseconds);
    while (!stop.stop_requested() && Clock::now() < end) std::this_thread::sleep_for(std::chrono::microseconds(500));
    throw_if_stopped(stop);
}

double DrawnPlan::decode(const FlowContext& context, const std::vector<std::vector<float>>& codes,
                         std::span<float> image, Scratch&, const std::stop_token& stop) const {
    take_time(stop);
    if (pace_.drawn != nullptr) ++*pace_.drawn;
    std::vector<float> grey(image.size());
    std::array<std::size_t, kScales.size()> next{};
    double log_likelihood = 0;
    for_each_coefficient(side_, levels_, [&](std::size_t level, std::size_t i) {
        const float eps = codes[level][next[level]++];
        const double scale = scale_of(level, levels_);
        grey[i] = static_cast<float>(eps * scale);
        log_likelihood += log_density(eps, scale);
    });
    for (int n = side_ >> (levels_ - 1); n <= side_; n *= 2) haar(grey, n, side_, true);
    const std::vector<float>& mean = mean_of(context, side_);
    for (std::size_t i = 0; i < grey.size(); ++i) image[i] = value_of(grey[i] + mean[i]);
    return log_likelihood;
}

void DrawnPlan::complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes, std::span<float> image,
                         Scratch& scratch, const std::stop_token& stop) const {
    if (levels_ == 3 || given.side != side_ / 2) return FlowPlan::complete(given, codes, image, scratch, stop);
    for (int y = 0; y < side_; ++y)
        for (int x = 0; x < side_; ++x) {
            const auto block = static_cast<std::size_t>(y / 2 * given.side + x / 2);
            const auto detail = static_cast<float>((x + y) % 2 == 0 ? kScales[0] / 128 : -kScales[0] / 128);
            image[static_cast<std::size_t>(y * side_ + x)] = given.values[block] + detail * codes[0][block];
        }
}

double DrawnPlan::encode(const FlowContext& context, std::span<const float> image,
                         std::vector<std::vector<float>>& codes, Scratch&, const std::stop_token& stop) const {
    take_time(stop);
    if (pace_.encoded != nullptr) ++*pace_.encoded;
    const std::vector<float>& mean = mean_of(context, side_);
    std::vector<float> grey;
    for (std::size_t i = 0; i < image.size(); ++i) grey.push_back(static_cast<float>(grey_of(image[i]) - mean[i]));
    for (int n = side_; n > side_ >> levels_; n /= 2) haar(grey, n, side_, false);
    codes.assign(static_cast<std::size_t>(levels_), {});
    double log_likelihood = 0;
    for_each_coefficient(side_, levels_, [&](std::size_t level, std::size_t i) {
        const double scale = scale_of(level, levels_);
        codes[level].push_back(static_cast<float>(grey[i] / scale));
        log_likelihood += log_density(codes[level].back(), scale);
    });
    return log_likelihood;
}

}  // namespace bplf::test
