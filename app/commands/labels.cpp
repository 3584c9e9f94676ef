// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/labels.h"

#include "core/base/error.h"

namespace bplf::cli {
namespace {

void require_labels(const ModelInfo& model) {
    if (model.labels.empty())
        throw_usage_error("The model \"" + model.name + "\" has no labels.", "--label", "Leave the label out.");
}

}  // namespace

LabelMix parse_mix(const std::string& word, const ModelInfo& model) {
    if (word.empty()) return {};
    require_labels(model);
    return parse_label_mix(word, model.labels);
}

std::vector<LabelMix> parse_mixes(const std::vector<std::string>& words, const ModelInfo& model) {
    std::vector<LabelMix> mixes;
    for (const std::string& word : words) {
        if (word != "all") {
            mixes.push_back(parse_mix(word, model));
            continue;
        }
        require_labels(model);
        for (const std::string& label : model.labels) mixes.push_back({{label, 1.0}});
    }
    return mixes;
}

LabelMix blend(const LabelMix& from, const LabelMix& to, double share, const std::vector<std::string>& labels) {
    const std::vector<double> a = dense_weights(from, labels);
    const std::vector<double> b = dense_weights(to, labels);
    LabelMix mix;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double weight = (1 - share) * a[i] + share * b[i];
        if (weight > 0) mix.push_back({labels[i], weight});
    }
    return mix;
}

}  // namespace bplf::cli
