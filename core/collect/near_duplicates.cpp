// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/near_duplicates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "core/base/error.h"
#include "core/collect/likeness.h"
#include "core/collect/merging_sets.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr int kSmall = 32;  // the picture's side before the cosine transform
constexpr int kLow = 8;     // frequencies kept per direction

using Basis = std::array<std::array<double, kSmall>, kLow>;

const Basis& basis() {
    static const Basis values = [] {
        Basis result{};
        for (int k = 0; k < kLow; ++k) {
            for (int i = 0; i < kSmall; ++i) {
                result[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)] =
                    std::cos(std::numbers::pi * k * (i + 0.5) / kSmall);
            }
        }
        return result;
    }();
    return values;
}

std::array<double, kLow * kLow> small_frequencies(const Image& small) {
    std::array<double, kLow * kSmall> rows{};
    for (std::size_t y = 0; y < kSmall; ++y) {
        for (std::size_t k = 0; k < kLow; ++k) {
            double& sum = rows[k * kSmall + y];
            for (std::size_t x = 0; x < kSmall; ++x) sum += basis()[k][x] * small.pixels[y * kSmall + x];
        }
    }
    std::array<double, kLow * kLow> result{};
    for (std::size_t u = 0; u < kLow; ++u) {
        for (std::size_t v = 0; v < kLow; ++v) {
            for (std::size_t y = 0; y < kSmall; ++y) result[u * kLow + v] += basis()[v][y] * rows[u * kSmall + y];
        }
    }
    return result;
}

bool same_sequence(const Candidate& a, const Candidate& b) {
    return !a.sequence.empty() && a.source == b.source && a.sequence == b.sequence;
}

using Lines = std::vector<std::size_t>;

/// A larger picture is better only where it shows more: an enlarged copy does not.
std::size_t best_of(const std::vector<Candidate>& all, Lines lines) {
    constexpr double kLarger = 1.1, kMoreDetail = 1.1;
    std::ranges::stable_sort(lines, {}, [&](std::size_t line) { return all[line].square.side; });
    std::size_t best = lines.front();
    for (const std::size_t line : lines) {
        const bool larger = all[line].square.side > kLarger * all[best].square.side;
        if (larger && all[line].detail_side > kMoreDetail * all[best].detail_side) best = line;
    }
    const double side = all[best].square.side;
    std::erase_if(lines, [&](std::size_t line) {
        return all[line].square.side > kLarger * side || all[line].square.side * kLarger < side;
    });
    return *std::ranges::min_element(lines, [&](std::size_t a, std::size_t b) {
        const int size_a = all[a].width * all[a].height, size_b = all[b].width * all[b].height;
        if (size_a != size_b) return size_a > size_b;
        return all[a].source != all[b].source ? all[a].source < all[b].source : a < b;
    });
}

void drop_near(std::vector<Candidate>& all, const Lines& lines, std::size_t of, const std::string& detail) {
    for (const std::size_t line : lines) {
        if (line == of || all[line].wanted() || same_sequence(all[line], all[of])) continue;
        all[line].drop("near_dup", detail);
        all[line].duplicate_of = static_cast<std::int64_t>(of);
    }
}

void decide_likeness(std::vector<Candidate>& all, const Lines& lines) {
    Lines training, kept_out;
    for (const std::size_t line : lines) (all[line].is_held_out() ? kept_out : training).push_back(line);
    if (training.empty()) return;
    if (!kept_out.empty()) {
        const std::size_t of = kept_out.front();
        return drop_near(all, training, of, "resembles one in " + std::string(split_name(*all[of].split)));
    }
    const bool conflict = std::any_of(training.begin(), training.end(),
                                      [&](std::size_t line) { return all[line].label != all[training.front()].label; });
    if (!conflict) return drop_near(all, training, best_of(all, training), "resembles one in train");
    for (const std::size_t line : training) {
        if (!all[line].wanted()) all[line].drop("label_conflict", "near-duplicates with different labels");
    }
}

}  // namespace

std::uint64_t perceptual_hash(std::span<const std::uint8_t> probe) {
    BPLF_CHECK(probe.size() == std::size_t{kProbeSide} * kProbeSide, "a probe has 48x48 values");
    Image image(kProbeSide, kProbeSide, 1);
    std::copy(probe.begin(), probe.end(), image.pixels.begin());
    const auto values = small_frequencies(resize(image, kSmall, kSmall, Filter::kArea));
    auto sorted = values;
    std::sort(sorted.begin() + 1, sorted.end());  // the mean brightness says nothing
    const double median = sorted[32];
    std::uint64_t bits = 0;
    for (std::size_t i = 1; i < values.size(); ++i) bits |= std::uint64_t{values[i] > median} << i;
    return bits;
}

std::vector<NearPair> near_pairs(const std::vector<Candidate>& candidates, Compared compared, int threads,
                                 const ProgressSink& progress, const std::stop_token& stop) {
    Lines lines;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        if (candidates[line].kept() && candidates[line].pictures.has_probe()) lines.push_back(line);
    }
    NearSearch search;
    search.count = lines.size();
    search.threads = threads;
    search.probe = [&](std::size_t i) { return candidates[lines[i]].pictures.probe(); };
    search.may_be_copies = [&](std::size_t i, std::size_t k) {
        const Candidate& a = candidates[lines[i]];
        const Candidate& b = candidates[lines[k]];
        if (compared == Compared::kWithoutSplit && a.split && b.split) return false;
        return !same_sequence(a, b) && first_copy(a, lines[i]) != first_copy(b, lines[k]);
    };
    std::vector<NearPair> pairs = near_pairs(search, progress, stop);
    for (auto& [first, second] : pairs) first = lines[first], second = lines[second];
    return pairs;
}

void mark_near_duplicates(std::vector<Candidate>& candidates, const std::vector<NearPair>& pairs) {
    MergingSets sets(candidates.size());
    for (const auto& [a, b] : pairs) sets.join(a, b);
    std::map<std::size_t, Lines> groups;
    for (const auto& [a, b] : pairs) {
        for (const std::size_t line : {a, b}) groups[sets.root(line)].push_back(line);
    }
    for (auto& [root, lines] : groups) {
        std::sort(lines.begin(), lines.end());
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        decide_likeness(candidates, lines);
    }
}

}  // namespace bplf
