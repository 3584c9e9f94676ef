// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/label_agreement.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/eval/sample_measure.h"

namespace bplf {
namespace {

std::optional<LabelAgreement> agreement_of(const JudgedImages& judged, const std::vector<std::string>& labels) {
    if (judged.images.labels.empty()) return std::nullopt;
    return label_agreement(judged.images.labels, judged.seen.labels, labels.size());
}

void add_agreement(nlohmann::ordered_json& json, const std::string& prefix, const LabelAgreement& agreement,
                   const std::vector<std::string>& labels) {
    auto per_label = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < agreement.per_label.size(); ++i) per_label[labels[i]] = agreement.per_label[i];
    json[prefix + "agreement"] = agreement.share;
    json[prefix + "agreement_per_label"] = per_label;
}

std::string agreement_lines(const LabelAgreement& drawn, const LabelAgreement& real,
                            const std::vector<std::string>& labels) {
    std::string text =
        "  recognised as asked: " + percent(drawn.share) + " (real images: " + percent(real.share) + ")\n";
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (std::isnan(drawn.per_label[i])) continue;
        text += "    " + labels[i] + ": " + percent(drawn.per_label[i]) + " (" + percent(real.per_label[i]) + ")\n";
    }
    return text;
}

}  // namespace

LabelAgreement label_agreement(std::span<const std::int64_t> asked, std::span<const std::int64_t> recognised,
                               std::size_t labels) {
    BPLF_CHECK(asked.size() == recognised.size(), "one recognised label per image");
    LabelAgreement result;
    result.confusion.assign(labels, std::vector<std::int64_t>(labels));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        ++result.confusion.at(static_cast<std::size_t>(asked[i])).at(static_cast<std::size_t>(recognised[i]));
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::int64_t right = 0;
    for (std::size_t label = 0; label < labels; ++label) {
        const auto& row = result.confusion[label];
        const auto images = std::accumulate(row.begin(), row.end(), std::int64_t{0});
        result.per_label.push_back(images > 0 ? static_cast<double>(row[label]) / static_cast<double>(images) : nan);
        right += row[label];
        result.count += images;
    }
    result.share = result.count > 0 ? static_cast<double>(right) / static_cast<double>(result.count) : nan;
    return result;
}

MeasureResult find_label_agreement(const SampleComparison& both) {
    const auto drawn = agreement_of(both.drawn, both.labels), real = agreement_of(both.real, both.labels);
    MeasureResult finding;
    finding.json = nlohmann::ordered_json::object();
    if (drawn) add_agreement(finding.json, "", *drawn, both.labels);
    if (drawn) finding.json["confusion"] = drawn->confusion;
    if (real) add_agreement(finding.json, "real_", *real, both.labels);
    if (drawn && real) finding.lines = agreement_lines(*drawn, *real, both.labels);
    return finding;
}

}  // namespace bplf
