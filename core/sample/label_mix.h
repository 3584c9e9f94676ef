// SPDX-License-Identifier: GPL-3.0-or-later
// A mix of labels, its text and its dense form.
#pragma once

#include <string>
#include <vector>

namespace bplf {

/// A label with its weight in a mix, by name so that a recipe survives another label order.
struct LabelWeight {
    std::string label;
    double weight = 0;
    bool operator==(const LabelWeight&) const = default;
};

/// Weights >= 0 that sum to 1 (within 1e-9); empty means "no label" (the uniform vector, core/flow/README.md#labels).
using LabelMix = std::vector<LabelWeight>;

/// "happy", "happy=0.6,surprise=0.4" or "" (no label) to a mix; weights are normalised to sum 1.
/// Error(kUsage) for a negative, non-finite or zero-sum mix or a word that is not in `labels`
/// (suggests the nearest); pass no labels to skip that check.
LabelMix parse_label_mix(const std::string& text, const std::vector<std::string>& labels);
/// The inverse of parse_label_mix.
std::string format_label_mix(const LabelMix& mix);
/// The mix as a dense vector in the order of `labels`; uniform when the mix is empty.
/// Error(kUsage) for an unknown label.
std::vector<double> dense_weights(const LabelMix& mix, const std::vector<std::string>& labels);
/// The other way: the labels whose weight is above 0. Precondition: as many weights as labels.
LabelMix sparse_mix(const std::vector<double>& weights, const std::vector<std::string>& labels);
/// (1 - share) of `from` plus `share` of `to`, in the order of `labels`; exact at 0 and 1, so that a label counts
/// whenever its weight is above 0. Error(kUsage) for an unknown label.
LabelMix blend(const LabelMix& from, const LabelMix& to, double share, const std::vector<std::string>& labels);

}  // namespace bplf
