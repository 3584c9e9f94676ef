// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/diversity.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/eval/sample_measure.h"

namespace bplf {
namespace {

constexpr std::int64_t kRowsAtOnce = 512;

/// Sum of the Euclidean distances over ordered pairs of rows, float64 [N, F].
double distance_sum(const at::Tensor& rows) {
    double sum = 0;
    for (std::int64_t begin = 0; begin < rows.size(0); begin += kRowsAtOnce) {
        const at::Tensor part = rows.narrow(0, begin, std::min(kRowsAtOnce, rows.size(0) - begin));
        // Without matrix products, whose rounding would give a row a distance from itself.
        sum += at::cdist(part, rows, 2.0, /*compute_mode=*/2).sum().item<double>();
    }
    return sum;
}

std::map<std::int64_t, std::vector<std::int64_t>> rows_by_label(std::span<const std::int64_t> labels,
                                                                std::int64_t count) {
    std::map<std::int64_t, std::vector<std::int64_t>> rows;
    for (std::int64_t row = 0; row < count; ++row) {
        rows[labels.empty() ? 0 : labels[static_cast<std::size_t>(row)]].push_back(row);
    }
    return rows;
}

nlohmann::ordered_json diversity_json(const Diversity& diversity) {
    return {{"feature_distance", diversity.feature_distance},
            {"pixel_distance", diversity.pixel_distance},
            {"pairs", diversity.pairs}};
}

}  // namespace

Diversity diversity(const at::Tensor& features, const at::Tensor& pixels, std::span<const std::int64_t> labels) {
    BPLF_CHECK(features.size(0) == pixels.size(0), "one feature row per image");
    BPLF_CHECK(labels.empty() || static_cast<std::int64_t>(labels.size()) == pixels.size(0), "one label per image");
    const at::Tensor seen = features.to(at::kCPU, at::kDouble);
    const at::Tensor flat = pixels.to(at::kCPU).flatten(1);
    double feature_sum = 0, pixel_sum = 0, pairs = 0;
    for (const auto& [label, rows] : rows_by_label(labels, pixels.size(0))) {
        const at::Tensor index = at::tensor(rows, at::kLong);
        feature_sum += distance_sum(seen.index_select(0, index));
        pixel_sum += distance_sum(flat.index_select(0, index).to(at::kDouble));
        pairs += static_cast<double>(rows.size()) * static_cast<double>(rows.size() - 1);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double root = std::sqrt(static_cast<double>(flat.size(1)));
    return {pairs > 0 ? feature_sum / pairs : nan, pairs > 0 ? pixel_sum / pairs / root : nan,
            static_cast<std::int64_t>(pairs / 2)};
}

MeasureResult find_diversity(const SampleComparison& both) {
    const std::vector<std::int64_t>& asked = both.drawn.images.labels;
    const Diversity drawn = diversity(both.drawn.seen.features, both.drawn.images.pixels, asked);
    // Without labels on one side the other is one group as well, or the two could not be compared.
    const Diversity real =
        diversity(both.real.seen.features, both.real.images.pixels, asked.empty() ? asked : both.real.images.labels);
    return {{{"diversity", diversity_json(drawn)}, {"real_diversity", diversity_json(real)}},
            {},
            "  diversity " + fixed(drawn.feature_distance, 3) + " in features (real " +
                fixed(real.feature_distance, 3) + "), " + fixed(drawn.pixel_distance, 2) + " steps in pixels (real " +
                fixed(real.pixel_distance, 2) + ")\n"};
}

}  // namespace bplf
