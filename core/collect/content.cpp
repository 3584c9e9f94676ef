// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/content.h"

#include <algorithm>

#include "core/base/philox.h"

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

void append(DatasetContent& content, Candidate& candidate, std::size_t line) {
    candidate.row = static_cast<std::int64_t>(content.labels.size());
    content.images.insert(content.images.end(), candidate.pixels.begin(), candidate.pixels.end());
    content.labels.push_back(candidate.label);
    content.splits.push_back(static_cast<std::uint8_t>(*candidate.split));
    content.groups.push_back(candidate.group_number);
    content.manifest_rows.push_back(static_cast<std::int32_t>(line));
    content.sources.push_back(static_cast<std::uint8_t>(candidate.source));
    if (candidate.padded) content.padded.push_back(static_cast<float>(*candidate.padded));
    content.masks.insert(content.masks.end(), candidate.mask.begin(), candidate.mask.end());
}

}  // namespace

DatasetContent content_of(std::vector<Candidate>& candidates, std::uint64_t seed) {
    DatasetContent content;
    for (const std::size_t line : file_order(candidates, seed)) append(content, candidates[line], line);
    return content;
}

}  // namespace bplf
