// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/content.h"

#include <algorithm>
#include <utility>

#include "core/base/philox.h"
#include "core/collect/extra_columns.h"

namespace bplf {
namespace {

constexpr std::uint32_t kOrderStream = 0x4F524452;  // "ORDR"

std::vector<std::size_t> file_order(const std::vector<Candidate>& candidates, std::uint64_t seed) {
    std::vector<std::size_t> lines;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        if (candidates[line].kept()) lines.push_back(line);
    }
    const PhiloxStream stream(seed, kOrderStream);
    std::stable_sort(lines.begin(), lines.end(), [&](std::size_t a, std::size_t b) {
        if (candidates[a].split != candidates[b].split) return candidates[a].split < candidates[b].split;
        return stream.bits_at(a) < stream.bits_at(b);
    });
    return lines;
}

void append(DatasetContent& content, const Candidate& candidate) {
    content.labels.push_back(candidate.label);
    content.splits.push_back(static_cast<std::uint8_t>(*candidate.split));
    content.groups.push_back(candidate.group_number);
    content.sources.push_back(static_cast<std::uint8_t>(candidate.source));
    if (candidate.padded) content.padded.push_back(static_cast<float>(*candidate.padded));
}

std::vector<float> soft_labels(const std::vector<const Candidate*>& rows, std::size_t classes) {
    std::vector<float> weights;
    const auto is_soft = [](const Candidate* candidate) { return !candidate->label_weights.empty(); };
    if (std::ranges::none_of(rows, is_soft)) return weights;
    weights.reserve(rows.size() * classes);
    for (const Candidate* candidate : rows) {
        if (is_soft(candidate)) {
            weights.insert(weights.end(), candidate->label_weights.begin(), candidate->label_weights.end());
            continue;
        }
        weights.resize(weights.size() + classes);
        weights[weights.size() - classes + static_cast<std::size_t>(candidate->label)] = 1;
    }
    return weights;
}

}  // namespace

void add_pixels(DatasetContent& content, const std::vector<const Candidate*>& rows) {
    for (const Candidate* candidate : rows) {
        const auto pixels = candidate->pictures.pixels(), mask = candidate->pictures.mask();
        content.images.insert(content.images.end(), pixels.begin(), pixels.end());
        content.masks.insert(content.masks.end(), mask.begin(), mask.end());
    }
}

DatasetContent rows_of(const std::vector<const Candidate*>& rows, const std::vector<std::string>& class_names) {
    DatasetContent content;
    content.class_names = class_names;
    for (const Candidate* candidate : rows) append(content, *candidate);
    content.label_weights = soft_labels(rows, class_names.size());
    content.extra_columns = extra_columns_of(rows);
    return content;
}

OrderedRows order_rows(std::vector<Candidate>& candidates, std::uint64_t seed) {
    OrderedRows ordered;
    for (const std::size_t line : file_order(candidates, seed)) {
        candidates[line].row = static_cast<std::int64_t>(ordered.rows.size());
        ordered.rows.push_back(&candidates[line]);
        ordered.lines.push_back(static_cast<std::int32_t>(line));
    }
    return ordered;
}

DatasetContent content_of(const OrderedRows& ordered, const std::vector<std::string>& class_names) {
    DatasetContent content = rows_of(ordered.rows, class_names);
    content.manifest_rows = ordered.lines;
    return content;
}

}  // namespace bplf
