// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several images with equal pixels stay.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/collect/candidate.h"
#include "core/collect/merging_sets.h"

namespace bplf {
namespace {

using Lines = std::vector<std::size_t>;

void drop_as_copy(Candidate& candidate, std::size_t of, const std::string& detail) {
    candidate.drop("exact_dup", detail);
    candidate.duplicate_of = static_cast<std::int64_t>(of);
}

void decide(std::vector<Candidate>& all, const Lines& copies) {
    Lines training;
    const std::size_t* kept_out = nullptr;
    for (const std::size_t& line : copies) {
        if (!all[line].is_held_out())
            training.push_back(line);
        else if (kept_out == nullptr)
            kept_out = &line;
    }
    if (training.empty()) return;
    if (kept_out != nullptr) {
        const std::string detail = "also in " + std::string(split_name(*all[*kept_out].split));
        for (const std::size_t line : training) drop_as_copy(all[line], *kept_out, detail);
        return;
    }
    const bool conflict = std::any_of(training.begin(), training.end(),
                                      [&](std::size_t line) { return all[line].label != all[training.front()].label; });
    for (const std::size_t line : training) {
        if (conflict) {
            all[line].drop("label_conflict", "equal pixels, different labels");
        } else if (line != training.front()) {
            drop_as_copy(all[line], training.front(), "also in train");
        }
    }
}

}  // namespace

std::size_t first_copy(const Candidate& candidate, std::size_t line) {
    return candidate.twin == kNoTwin ? line : candidate.twin;
}

bool was_searched(const Candidate& candidate) {
    return candidate.kept() || candidate.reason == "no_face" || candidate.reason == "over_upscale";
}

void mark_duplicates(std::vector<Candidate>& candidates) {
    std::map<std::size_t, Lines> copies;  // ordered: the outcome must not depend on hashing
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const Candidate& candidate = candidates[line];
        if (candidate.hash.empty() || candidate.label < 0) continue;
        copies[first_copy(candidate, line)].push_back(line);
    }
    for (auto& [first, lines] : copies) {
        std::erase_if(lines, [&](std::size_t line) { return !was_searched(candidates[line]); });
        if (lines.empty() || candidates[lines.front()].wanted()) continue;  // decided by pixels: all of them or none
        if (lines.size() > 1) decide(candidates, lines);
    }
}

void number_groups(std::vector<Candidate>& candidates,
                   std::span<const std::pair<std::size_t, std::size_t>> near_pairs) {
    std::unordered_map<std::string, std::size_t> keys;
    std::vector<std::size_t> key_of(candidates.size());
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const std::size_t first = first_copy(candidates[line], line);
        const std::string& group = candidates[line].group;
        key_of[line] =
            keys.emplace(group.empty() ? "image " + std::to_string(first) : group, keys.size()).first->second;
    }
    MergingSets sets(keys.size());
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const std::size_t first = first_copy(candidates[line], line);
        if (candidates[line].kept() && candidates[first].kept()) sets.join(key_of[line], key_of[first]);
    }
    for (const auto& [a, b] : near_pairs) sets.join(key_of[a], key_of[b]);
    std::unordered_map<std::size_t, std::int32_t> numbers;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const auto next = static_cast<std::int32_t>(numbers.size());
        candidates[line].group_number = numbers.emplace(sets.root(key_of[line]), next).first->second;
    }
}

}  // namespace bplf
