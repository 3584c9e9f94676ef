// SPDX-License-Identifier: GPL-3.0-or-later
// The text and the dense form of a label mix.
#include "core/sample/label_mix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/sample/request_text.h"

namespace bplf {
namespace {

constexpr double kSumTolerance = 1e-9;
/// What separates parts of a mix, and of the morph key around it.
constexpr const char* kSpecial = ",=;";

/// As it is typed: with a backslash before what would separate.
std::string typed(const std::string& label) {
    return text::escape(label, kSpecial);
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

[[noreturn]] void throw_unknown_label(const std::string& word, const std::vector<std::string>& labels) {
    const auto nearest =
        std::ranges::min_element(labels, {}, [&](const std::string& label) { return edit_distance(word, label); });
    std::string known;
    for (const auto& label : labels) known += (known.empty() ? "" : ", ") + typed(label);
    throw_usage_error("Unknown label \"" + word + "\".", "label",
                      labels.empty() ? "This model has no labels; leave the label out."
                                     : "Did you mean \"" + typed(*nearest) + "\"? Known: " + known + ".");
}

LabelWeight parse_part(const std::string& part, const std::string& text) {
    const std::vector<std::string> sides = text::split(part, '=');
    if (sides.size() > 2 || sides[0].empty())
        throw_usage_error("\"" + text + "\" is not a label mix.", "label",
                          "Write one label, or label=weight pairs with commas between them.");
    if (sides.size() == 1) return {text::unescape(sides[0]), 1.0};
    return {text::unescape(sides[0]), text::parse_number(sides[1], "label")};
}

void add_merging(LabelMix& mix, const LabelWeight& weight) {
    const auto same = std::ranges::find(mix, weight.label, &LabelWeight::label);
    if (same == mix.end()) {
        mix.push_back(weight);
    } else {
        same->weight += weight.weight;
    }
}

}  // namespace

void text::normalise(LabelMix& mix, const std::string& where) {
    if (mix.empty()) return;
    double sum = 0;
    for (const LabelWeight& part : mix) {
        if (!std::isfinite(part.weight) || part.weight < 0)
            throw_usage_error("The weight of \"" + part.label + "\" is negative or not a number.", where,
                              "Use weights from 0 up.");
        sum += part.weight;
    }
    if (!(sum > 0) || !std::isfinite(sum))
        throw_usage_error("The label weights do not add up to a positive number.", where,
                          "Give at least one label a weight above 0.");
    // A mix that already sums to 1 is left alone, so that printing and parsing gives it back bit
    // for bit.
    if (std::abs(sum - 1) <= kSumTolerance) return;
    for (LabelWeight& part : mix) part.weight /= sum;
}

LabelMix parse_label_mix(const std::string& text, const std::vector<std::string>& labels) {
    LabelMix mix;
    if (text.empty()) return mix;
    for (const std::string& part : text::split(text, ',')) {
        const LabelWeight weight = parse_part(text::trim(part), text);
        if (!labels.empty() && std::ranges::find(labels, weight.label) == labels.end())
            throw_unknown_label(weight.label, labels);
        add_merging(mix, weight);
    }
    text::normalise(mix, "label");
    return mix;
}

std::string format_label_mix(const LabelMix& mix) {
    if (mix.size() == 1 && mix[0].weight == 1) return typed(mix[0].label);
    std::string result;
    for (const LabelWeight& part : mix) {
        if (!result.empty()) result += ',';
        result += typed(part.label) + '=' + text::format_number(part.weight);
    }
    return result;
}

std::vector<double> dense_weights(const LabelMix& mix, const std::vector<std::string>& labels) {
    std::vector<double> weights(labels.size(), 0.0);
    if (mix.empty()) {
        std::ranges::fill(weights, 1.0 / static_cast<double>(std::max<std::size_t>(labels.size(), 1)));
        return weights;
    }
    for (const LabelWeight& part : mix) {
        const auto place = std::ranges::find(labels, part.label);
        if (place == labels.end()) throw_unknown_label(part.label, labels);
        weights[static_cast<std::size_t>(place - labels.begin())] += part.weight;
    }
    return weights;
}

LabelMix sparse_mix(const std::vector<double>& weights, const std::vector<std::string>& labels) {
    LabelMix mix;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (weights.at(i) > 0) mix.push_back({labels[i], weights[i]});
    return mix;
}

LabelMix blend(const LabelMix& from, const LabelMix& to, double share, const std::vector<std::string>& labels) {
    std::vector<double> weights = dense_weights(from, labels);
    const std::vector<double> goal = dense_weights(to, labels);
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = std::lerp(weights[i], goal[i], share);
    return sparse_mix(weights, labels);
}

}  // namespace bplf
