// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/dataset_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/commands/session.h"
#include "core/base/utf8.h"
#include "core/collect/explain.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const DatasetInfo& info) {
    Json counts = Json::object();
    for (std::size_t label = 0; label < info.counts.size(); ++label)
        for (std::size_t split = 0; split < kSplitCount; ++split)
            counts[info.class_names[label]][std::string(split_name(static_cast<Split>(split)))] =
                info.counts[label][split];
    return counts;
}

std::string range_text(const ExtraColumn& column) {
    if (!column.words.empty()) return plural(static_cast<std::int64_t>(column.classes.size()), "word");
    double least = INFINITY, most = -INFINITY;
    for (const double number : column.numbers) {
        if (std::isnan(number)) continue;
        least = std::min(least, number);
        most = std::max(most, number);
    }
    return "numbers from " + Json(least).dump() + " to " + Json(most).dump();
}

Json columns_json(const DatasetInfo& info) {
    Json columns = Json::object();
    for (const ExtraColumn& column : info.columns) {
        columns[column.name] = column.words.empty() ? Json("numbers") : Json(column.classes);
    }
    return columns;
}

/// What voters and further columns of tables say.
std::string more_text(const DatasetInfo& info) {
    std::string text;
    if (!info.label_weights.empty()) {
        text += "  soft labels: " + plural(info.soft_labels, "image") + " of several classes; shares of all:";
        for (std::size_t label = 0; label < info.label_weights.size(); ++label) {
            const double share = info.label_weights[label] / static_cast<double>(info.images);
            char percent[16];
            std::snprintf(percent, sizeof percent, "%.1f %%", 100 * share);
            text += (label > 0 ? ", " : " ") + info.class_names[label] + ' ' + percent;
        }
        text += '\n';
    }
    for (const ExtraColumn& column : info.columns)
        text += "  column    " + printable(column.name) + ": " + range_text(column) + '\n';
    return text;
}

std::string info_text(const DatasetInfo& info) {
    std::string text = info.file.string() + ": " + plural(info.images, "image") + ' ' + std::to_string(info.width) +
                       'x' + std::to_string(info.height) + 'x' + std::to_string(info.channels) + ", " +
                       bytes_text(static_cast<double>(info.bytes)) + '\n';
    if (!info.content_sha256.empty()) text += "  content   " + info.content_sha256 + '\n';
    for (const std::string& source : info.source_names) text += "  source    " + source + '\n';
    for (const std::string& note : info.notes) text += "  note      " + note + '\n';
    for (const auto& [key, value] : info.metadata)
        if (value.size() <= 100) text += "  " + key + ": " + value + '\n';
    text += more_text(info);
    text += "                   train  validation        test\n";
    const auto column = [](const std::string& word, std::size_t width) {
        return std::string(width > word.size() ? width - word.size() : 1, ' ') + word;
    };
    for (std::size_t label = 0; label < info.counts.size(); ++label) {
        text += "  " + info.class_names[label] +
                std::string(info.class_names[label].size() < 10 ? 10 - info.class_names[label].size() : 1, ' ');
        for (const std::int64_t count : info.counts[label]) text += column(std::to_string(count), 12);
        text += '\n';
    }
    return text;
}

}  // namespace

Explanations explain(const std::string& folder, const std::vector<std::string>& images) {
    Explanations told;
    for (const std::string& image : images) {
        for (const Explanation& one : explain_image(folder, image)) {
            told.images.push_back(Json::parse(one.line));
            told.text += one.text;
        }
    }
    return told;
}

int print_info(const DatasetInfo& info, Session& session) {
    const Json hash = info.content_sha256.empty() ? Json(nullptr) : Json(info.content_sha256);
    const Json json{{"schema", "bplf.dataset.info.v1"},
                    {"file", info.file.string()},
                    {"bytes", info.bytes},
                    {"images", info.images},
                    {"channels", info.channels},
                    {"height", info.height},
                    {"width", info.width},
                    {"sources", info.source_names},
                    {"labels", info.class_names},
                    {"counts", counts_json(info)},
                    {"soft_labels", info.soft_labels},
                    {"label_weights", info.label_weights},
                    {"columns", columns_json(info)},
                    {"notes", info.notes},
                    {"metadata", info.metadata},
                    {"content_sha256", hash}};
    session.console().result(json, info_text(info));
    return 0;
}

int print_explanation(const DatasetInfoOptions& options, Session& session) {
    const Explanations told = explain(options.data, {options.explain});
    session.console().result({{"schema", "bplf.dataset.explain.v1"}, {"images", told.images}}, told.text);
    return 0;
}

}  // namespace bplf::cli
