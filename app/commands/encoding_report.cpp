// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/encoding_report.h"

#include <algorithm>
#include <numeric>

#include "app/commands/console.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json by_label(const std::vector<double>& values, const ModelInfo& model) {
    Json json = Json::object();
    for (std::size_t i = 0; i < values.size() && i < model.labels.size(); ++i) json[model.labels[i]] = values[i];
    return json;
}

std::string likeliest_labels(const Encoding& encoding, const ModelInfo& model) {
    std::vector<std::size_t> order(encoding.label_posterior.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return encoding.label_posterior[a] > encoding.label_posterior[b];
    });
    std::string text;
    for (std::size_t rank = 0; rank < order.size() && rank < 3; ++rank)
        text += (rank > 0 ? ", " : "") + model.labels[order[rank]] + ' ' +
                fixed(100 * encoding.label_posterior[order[rank]], 1) + " %";
    return text;
}

std::string usual_range(const Encoding& encoding, const ModelInfo& model) {
    if (!model.usual_bits_per_dim) return {};
    const auto [low, high] = *model.usual_bits_per_dim;
    std::string text = " (usual: " + fixed(low, 2) + " to " + fixed(high, 2) + ')';
    if (encoding.bits_per_dim > high) text += "; unusual for this model: check crop and light";
    return text;
}

}  // namespace

int label_guess(const Encoding& encoding) {
    if (encoding.label_posterior.empty()) return -1;
    const auto best = std::max_element(encoding.label_posterior.begin(), encoding.label_posterior.end());
    return static_cast<int>(best - encoding.label_posterior.begin());
}

Json encoding_json(const Encoding& encoding, const ModelInfo& model) {
    Json levels = Json::array();
    for (const LevelStatistics& level : encoding.levels)
        levels.push_back({{"norm", level.norm},
                          {"mean", level.mean},
                          {"std", level.deviation},
                          {"largest", level.largest},
                          {"ks_distance", level.ks_distance}});
    const int guess = label_guess(encoding);
    Json json{{"bits_per_dim", encoding.bits_per_dim},
              {"max_abs_error", encoding.max_abs_error},
              {"mean_abs_error", encoding.mean_abs_error},
              {"identical_pixels", encoding.identical_pixels},
              {"total_pixels", encoding.total_pixels}};
    json["label_guess"] = guess < 0 ? Json(nullptr) : Json(model.labels[static_cast<std::size_t>(guess)]);
    json["label_posterior"] = by_label(encoding.label_posterior, model);
    json["label_bits_per_dim"] = by_label(encoding.label_bits_per_dim, model);
    json["label_weights"] = by_label(dense_weights(encoding.look.mix, model.labels), model);
    json["levels"] = levels;
    return json;
}

std::string encoding_text(const Encoding& encoding, const ModelInfo& model) {
    std::string text;
    if (!model.labels.empty()) text += "  looks     " + likeliest_labels(encoding, model) + '\n';
    text += "  bits/dim  " + fixed(encoding.bits_per_dim, 3) + usual_range(encoding, model) + '\n';
    text += "  exact     " + std::to_string(encoding.identical_pixels) + " of " +
            std::to_string(encoding.total_pixels) + " pixels identical after decoding; largest error " +
            fixed(encoding.max_abs_error, 6) + " of 256 steps before rounding\n";
    for (std::size_t i = 0; i < encoding.levels.size(); ++i) {
        const LevelStatistics& level = encoding.levels[i];
        text += "  level " + std::to_string(i + 1) + "   norm " + fixed(level.norm, 3) + ", mean " +
                fixed(level.mean, 3) + ", deviation " + fixed(level.deviation, 3) + ", largest " +
                fixed(level.largest, 2) + '\n';
    }
    return text;
}

}  // namespace bplf::cli
