// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/epoch_order.h"

#include <algorithm>

#include "core/base/philox.h"

namespace bplf {
namespace {

constexpr std::uint32_t kShuffleStream = 0x53484600;  // "SHF"
constexpr std::uint32_t kBalanceStream = 0x42414C00;  // "BAL"

std::vector<std::vector<std::int64_t>> group_by_class(const Dataset& dataset, const std::vector<std::int64_t>& rows) {
    std::vector<std::vector<std::int64_t>> groups(dataset.class_names().size());
    for (const std::int64_t row : rows) {
        groups[static_cast<std::size_t>(dataset.labels()[static_cast<std::size_t>(row)])].push_back(row);
    }
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    return groups;
}

std::uint32_t low_word(std::int64_t epoch) {
    return static_cast<std::uint32_t>(epoch);
}

}  // namespace

EpochOrder::EpochOrder(const Dataset& dataset, std::vector<std::int64_t> rows, OrderOptions options)
    : rows_(std::move(rows)), rows_of_class_(group_by_class(dataset, rows_)), options_(options) {}

void EpochOrder::prepare(std::int64_t epoch) {
    order_ = rows_;
    const PhiloxStream stream(options_.seed, kShuffleStream, low_word(epoch));
    for (std::size_t i = order_.size(); i > 1; --i) {  // Fisher and Yates
        std::swap(order_[i - 1], order_[stream.below(i, i)]);
    }
    epoch_ = epoch;
}

std::int64_t EpochOrder::row_at(std::int64_t epoch, std::int64_t place) {
    const auto at = static_cast<std::size_t>(place);
    if (options_.balance > 0) {
        const PhiloxStream stream(options_.seed, kBalanceStream, low_word(epoch));
        const auto position = 3 * static_cast<std::uint64_t>(place);
        const double draw = static_cast<double>(stream.bits_at(position) >> 11) * 0x1p-53;
        if (draw < options_.balance) {
            const auto& group = rows_of_class_[stream.below(rows_of_class_.size(), position + 1)];
            return group[stream.below(group.size(), position + 2)];
        }
    }
    if (!options_.shuffle) return rows_[at];
    if (epoch != epoch_) prepare(epoch);
    return order_[at];
}

}  // namespace bplf
