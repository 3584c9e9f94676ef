// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/near_duplicates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>

#include "core/base/error.h"
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

std::array<double, kLow * kLow> low_frequencies(const Image& small) {
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

bool held_out(const Candidate& candidate) {
    return candidate.split && *candidate.split != Split::kTrain;
}

using Lines = std::vector<std::size_t>;

std::size_t best_of(const std::vector<Candidate>& all, const Lines& lines) {
    return *std::min_element(lines.begin(), lines.end(), [&](std::size_t a, std::size_t b) {
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

void decide(std::vector<Candidate>& all, const Lines& lines) {
    Lines training, kept_out;
    for (const std::size_t line : lines) (held_out(all[line]) ? kept_out : training).push_back(line);
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
    BPLF_CHECK(probe.size() == kProbeSide * kProbeSide, "a probe has 48x48 values");
    Image image(kProbeSide, kProbeSide, 1);
    std::copy(probe.begin(), probe.end(), image.pixels.begin());
    const auto values = low_frequencies(resize(image, kSmall, kSmall, Filter::kArea));
    auto sorted = values;
    std::sort(sorted.begin() + 1, sorted.end());  // the mean brightness says nothing
    const double median = sorted[32];
    std::uint64_t bits = 0;
    for (std::size_t i = 1; i < values.size(); ++i) bits |= std::uint64_t{values[i] > median} << i;
    return bits;
}

double correlation(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    BPLF_CHECK(a.size() == b.size() && !a.empty(), "pictures of one size are compared");
    std::int64_t sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum_a += a[i];
        sum_b += b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
        ab += a[i] * b[i];
    }
    const auto n = static_cast<std::int64_t>(a.size());
    const double spread = static_cast<double>(n * aa - sum_a * sum_a) * static_cast<double>(n * bb - sum_b * sum_b);
    return spread > 0 ? static_cast<double>(n * ab - sum_a * sum_b) / std::sqrt(spread) : 0;
}

std::vector<std::pair<std::size_t, std::size_t>> near_pairs(const std::vector<Candidate>& candidates,
                                                            const NearDuplicateRule& rule) {
    Lines lines;
    std::vector<std::uint64_t> hashes;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        if (!candidates[line].kept() || candidates[line].probe.empty()) continue;
        lines.push_back(line);
        hashes.push_back(candidates[line].phash);
    }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::uint64_t hash = hashes[i];
        for (std::size_t j = i + 1; j < lines.size(); ++j) {
            if (std::popcount(hash ^ hashes[j]) > rule.most_bits) continue;
            const Candidate& a = candidates[lines[i]];
            const Candidate& b = candidates[lines[j]];
            if (same_sequence(a, b) || correlation(a.probe, b.probe) < rule.least_correlation) continue;
            pairs.emplace_back(lines[i], lines[j]);
        }
    }
    return pairs;
}

void mark_near_duplicates(std::vector<Candidate>& candidates, const NearDuplicateRule& rule) {
    MergingSets sets(candidates.size());
    const auto pairs = near_pairs(candidates, rule);
    for (const auto& [a, b] : pairs) sets.join(a, b);
    std::map<std::size_t, Lines> groups;
    for (const auto& [a, b] : pairs) {
        for (const std::size_t line : {a, b}) groups[sets.root(line)].push_back(line);
    }
    for (auto& [root, lines] : groups) {
        std::sort(lines.begin(), lines.end());
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        decide(candidates, lines);
    }
}

}  // namespace bplf
