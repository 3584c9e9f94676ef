// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/label_agreement.h"

#include <limits>
#include <numeric>

#include "core/base/error.h"

namespace bplf {

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

}  // namespace bplf
