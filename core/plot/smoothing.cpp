// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plot/smoothing.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace bplf {
namespace {

/// sum and mass of the weighted points so far; their quotient is the debiased mean.
class Average {
  public:
    double add(double value, double decay) {
        if (!first_) first_ = value;
        constant_ = constant_ && value == *first_;
        sum_ = decay * sum_ + (1 - decay) * value;
        mass_ = decay * mass_ + (1 - decay);
        return constant_ ? value : sum_ / mass_;
    }

  private:
    std::optional<double> first_;
    bool constant_ = true;
    double sum_ = 0;
    double mass_ = 0;
};

void check_weight(double weight) {
    if (weight >= 0 && weight < 1) return;
    throw_usage_error("The smoothing weight must be at least 0 and below 1, not " + std::to_string(weight) + ".");
}

constexpr double kSkipped = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::vector<double> debiased_ema(std::span<const double> values, double weight) {
    check_weight(weight);
    std::vector<double> smooth;
    smooth.reserve(values.size());
    Average average;
    for (const double value : values) {
        smooth.push_back(std::isfinite(value) ? average.add(value, weight) : kSkipped);
    }
    return smooth;
}

std::vector<double> debiased_ema_by_distance(std::span<const double> x, std::span<const double> values, double weight,
                                             double unit) {
    check_weight(weight);
    BPLF_CHECK(x.size() == values.size(), "each value needs its place");
    std::vector<double> smooth;
    smooth.reserve(values.size());
    Average average;
    std::optional<double> last;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]) || !std::isfinite(x[i])) {
            smooth.push_back(kSkipped);
            continue;
        }
        const double gap = last ? x[i] - *last : 0;
        if (gap > 0 && unit <= 0) unit = gap;
        const double units = gap > 0 ? gap / unit : 1;
        smooth.push_back(average.add(values[i], std::pow(weight, units)));
        last = x[i];
    }
    return smooth;
}

}  // namespace bplf
