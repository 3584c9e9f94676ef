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

}  // namespace bplf::cli
