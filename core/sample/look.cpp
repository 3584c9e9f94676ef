// SPDX-License-Identifier: GPL-3.0-or-later
// Filling in what a look leaves out, and the condition that a model sees of it.
#include "core/sample/look.h"

#include <algorithm>

#include "core/base/error.h"

namespace bplf {
namespace {

std::vector<double> resolved_temperature(const std::vector<double>& asked, const std::vector<double>& own) {
    std::vector<double> values = asked.empty() ? own : asked;
    if (values.size() == 1) values.assign(own.size(), values.front());
    if (values.size() != own.size()) {
        throw_usage_error(
            std::to_string(values.size()) + " temperatures for a model with " + std::to_string(own.size()) + " levels.",
            "temperature", "Give one value, or one per level from fine to coarse.");
    }
    for (const double value : values) {
        if (!(value >= 0 && value <= 2)) {
            throw_usage_error("a temperature is out of range.", "temperature", "Use 0 to 2.");
        }
    }
    return values;
}

}  // namespace

std::vector<Look> looks_of(const std::vector<LabelMix>& mixes, const Look& look) {
    std::vector<Look> looks(mixes.size(), look);
    for (std::size_t i = 0; i < mixes.size(); ++i) looks[i].mix = mixes[i];
    return looks;
}

Look resolved(const Look& asked, const Look& own) {
    BPLF_CHECK(own.intensity.has_value(), "what stands in for a look leaves nothing out");
    Look look{asked.mix.empty() ? own.mix : asked.mix, resolved_temperature(asked.temperature, own.temperature),
              asked.intensity ? asked.intensity : own.intensity};
    if (!(*look.intensity >= 0 && *look.intensity <= kLargestIntensity))
        throw_usage_error("must be 0 to 4.", "intensity");
    return look;
}

Look look_as_stored(std::size_t levels) {
    return {{}, std::vector<double>(levels, 1.0), 1};
}

Look relabelled(const LabelMix& from, const LabelMix& to, double strength, const std::vector<std::string>& labels) {
    return {blend(from, to, std::min(strength, 1.0), labels), {}, std::max(strength, 1.0)};
}

double relabel_strength(const Look& model) {
    return std::max(model.intensity.value(), 1.0);
}

std::vector<double> intensified(std::vector<double> weights, double intensity) {
    // Exactly the mix itself at 1, so that nothing drawn before looks any different.
    if (intensity == 1) return weights;
    const double even = 1.0 / static_cast<double>(std::max<std::size_t>(weights.size(), 1));
    for (double& weight : weights) weight = even + intensity * (weight - even);
    return weights;
}

std::vector<double> condition_of(const Look& look, const std::vector<std::string>& labels) {
    return intensified(dense_weights(look.mix, labels), look.intensity.value());
}

}  // namespace bplf
