// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/near_search.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <mutex>

#include "core/collect/likeness.h"
#include "core/collect/parallel.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFew = 64;  // so many are all compared: their fingerprints have no common middle
constexpr std::size_t kMostSampled = 4096;
constexpr std::size_t kMostCompared = 32;

/// A picture that may be a copy, and in how many bits it differs.
struct Hit {
    int bits = 0;
    std::size_t of = 0;
    auto operator<=>(const Hit&) const = default;
};

#if defined(__x86_64__)
/// One instruction for the bits of a word where the processor has it, instead of a dozen.
__attribute__((target("popcnt"))) void scan_fast(std::uint64_t bits, const std::vector<std::uint64_t>& all, int most,
                                                 std::vector<Hit>& hits) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const int count = __builtin_popcountll(bits ^ all[i]);
        if (count <= most) [[unlikely]]
            hits.push_back({count, i});
    }
}
#endif

/// Appends the places whose bits differ from `bits` in at most `most`.
void scan(std::uint64_t bits, const std::vector<std::uint64_t>& all, int most, std::vector<Hit>& hits) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt") != 0) return scan_fast(bits, all, most, hits);
#endif
    for (std::size_t i = 0; i < all.size(); ++i) {
        const int count = std::popcount(bits ^ all[i]);
        if (count <= most) hits.push_back({count, i});
    }
}

/// A picture in all usual views, coarsely.
std::vector<std::vector<float>> coarse_views(Probe probe) {
    std::vector<std::vector<float>> patches;
    patches.reserve(usual_views().size());
    for (const View& view : usual_views()) patches.push_back(patch_of(probe, view, kCoarsePatch));
    return patches;
}

/// The view that is most like `other` in its plain one.
const View& best_view(const std::vector<std::vector<float>>& views, Probe other) {
    const std::vector<float> target = patch_of(other, {}, kCoarsePatch);
    std::size_t best = 0;
    double most = -1;
    for (std::size_t i = 0; i < views.size(); ++i) {
        const double value = dot(views[i], target);
        if (value > most) most = value, best = i;
    }
    return usual_views()[best];
}

using Frequencies = std::array<float, kFrequencies>;

Frequencies frequencies_of(Probe probe, const View& view) {
    return low_frequencies(patch_of(probe, view));
}

std::uint64_t fingerprint(const Frequencies& values, const Frequencies& middles) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < values.size(); ++i) bits |= std::uint64_t{values[i] > middles[i]} << i;
    return bits;
}

class Searcher {
  public:
    Searcher(const NearSearch& search, const ProgressSink& progress, const std::stop_token& stop)
        : search_(search), progress_(progress), stop_(stop) {}

    std::vector<NearPair> run() {
        find_middles();
        fingerprints_.resize(search_.count);
        in_parallel(search_.count, [&](std::size_t i) {
            fingerprints_[i] = fingerprint(frequencies_of(search_.probe(i), usual_views().front()), middles_);
        });
        in_parallel(search_.count, [&](std::size_t i) { compare(i); }, true);
        std::ranges::sort(pairs_);
        pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
        return std::move(pairs_);
    }

  private:
    /// What all faces have in common says nothing: medians over an even sample.
    void find_middles() {
        if (search_.count <= kFew) return;
        const std::size_t sampled = std::min(search_.count, kMostSampled);
        std::vector<Frequencies> sample(sampled);
        in_parallel(sampled, [&](std::size_t i) {
            sample[i] = frequencies_of(search_.probe(i * search_.count / sampled), usual_views().front());
        });
        std::vector<float> values(sampled);
        for (std::size_t k = 0; k < kFrequencies; ++k) {
            for (std::size_t i = 0; i < sampled; ++i) values[i] = sample[i][k];
            const auto middle = values.begin() + static_cast<std::ptrdiff_t>(sampled / 2);
            std::nth_element(values.begin(), middle, values.end());
            middles_[k] = *middle;
        }
    }

    void compare(std::size_t i) {
        const std::vector<std::uint8_t> probe = search_.probe(i);
        std::vector<NearPair> found;
        const auto views = coarse_views(probe);
        for (const std::size_t of : nearest(i, probe)) {
            const std::vector<std::uint8_t> other = search_.probe(of);
            const double alike = likeness(probe, best_view(views, other), other, search_.rule.least_correlation);
            if (alike >= search_.rule.least_correlation) found.emplace_back(std::min(i, of), std::max(i, of));
        }
        const std::lock_guard lock(mutex_);
        pairs_.insert(pairs_.end(), found.begin(), found.end());
    }

    /// The most alike first.
    std::vector<std::size_t> nearest(std::size_t i, Probe probe) const {
        std::vector<std::size_t> places;
        if (search_.count <= kFew) {
            for (std::size_t of = 0; of < search_.count; ++of) {
                if (of != i && search_.may_be_copies(i, of)) places.push_back(of);
            }
            return places;
        }
        for (const Hit& hit : hits_of(i, probe)) {
            places.push_back(hit.of);
            if (places.size() == kMostCompared) break;
        }
        return places;
    }

    std::vector<Hit> hits_of(std::size_t i, Probe probe) const {
        std::vector<Hit> hits;
        for (const View& view : usual_views()) {
            scan(fingerprint(frequencies_of(probe, view), middles_), fingerprints_, search_.rule.most_bits, hits);
        }
        std::ranges::sort(hits, {}, [](const Hit& hit) { return std::pair(hit.of, hit.bits); });
        // Clang 14 cannot compile std::ranges::unique of GCC's library.
        hits.erase(std::unique(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.of == b.of; }),
                   hits.end());
        std::erase_if(hits, [&](const Hit& hit) { return hit.of == i || !search_.may_be_copies(i, hit.of); });
        std::ranges::sort(hits);
        return hits;
    }

    void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work, bool told = false) {
        for_each_index(count, search_.threads, [&](std::size_t i, std::size_t thread) {
            throw_if_stopped(stop_);
            work(i);
            if (told && thread == 0) report(i + 1);
        });
    }

    void report(std::size_t done) const {
        if (!progress_) return;
        const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        progress_({"compare faces",
                   static_cast<std::int64_t>(done),
                   static_cast<std::int64_t>(search_.count),
                   "images",
                   seconds,
                   static_cast<double>(done) / std::max(seconds, 1e-9),
                   {}});
    }

    const NearSearch& search_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    Frequencies middles_{};
    std::vector<std::uint64_t> fingerprints_;
    std::vector<NearPair> pairs_;
    std::mutex mutex_;
    Clock::time_point start_ = Clock::now();
};

}  // namespace

std::vector<NearPair> near_pairs(const NearSearch& search, const ProgressSink& progress, const std::stop_token& stop) {
    if (search.count < 2) return {};
    return Searcher(search, progress, stop).run();
}

}  // namespace bplf
