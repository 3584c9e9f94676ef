// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/luminance.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr int kCorrections = 20;
constexpr int kGainRounds = 4;
/// Gains are tried this much aside: with few grey levels, some gain rounds them all to one side at once.
constexpr double kGainsAround[] = {0, 4e-4, -4e-4, 8e-4, -8e-4, 1.2e-3, -1.2e-3, 1.6e-3, -1.6e-3, 2.4e-3, -2.4e-3};

void check(const Image& image, const Image& mask) {
    BPLF_CHECK(!image.empty(), "luminance of a picture");
    BPLF_CHECK(mask.empty() || (mask.channels == 1 && mask.width == image.width && mask.height == image.height),
               "a mask is as large as its picture");
}

/// In thousandths, exact.
int luma(const Image& image, std::size_t pixel) {
    if (image.channels == 1) return 1000 * image.pixels[pixel];
    const std::uint8_t* rgb = image.pixels.data() + 3 * pixel;
    return 299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2];
}

std::vector<std::size_t> shown_pixels(const Image& image, const Image& mask) {
    check(image, mask);
    const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    std::vector<std::size_t> shown;
    for (std::size_t p = 0; p < count; ++p) {
        if (mask.empty() || mask.pixels[p] == 255) shown.push_back(p);
    }
    if (shown.empty())
        throw_usage_error("The mask shows no pixel whole.", "mask", "Make it larger, or its soft edge narrower.");
    return shown;
}

LuminanceStats stats_of_sums(std::int64_t sum, std::int64_t squares, std::size_t count) {
    const double n = static_cast<double>(count);
    const double mean = static_cast<double>(sum) / n;
    const double variance = std::max(0.0, static_cast<double>(squares) / n - mean * mean);
    return {mean / 1000, std::sqrt(variance) / 1000, static_cast<std::int64_t>(count)};
}

LuminanceStats stats(const Image& image, const std::vector<std::size_t>& shown) {
    std::int64_t sum = 0, squares = 0;
    for (const std::size_t p : shown) {
        const std::int64_t value = luma(image, p);
        sum += value;
        squares += value * value;
    }
    return stats_of_sums(sum, squares, shown.size());
}

std::uint8_t byte_of(double value) {
    // Never negative, and lround() takes far longer for millions of them.
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0) + 0.5);  // NOLINT(bugprone-incorrect-roundings)
}

std::array<std::uint8_t, 256> table_of(const LinearChange& change) {
    std::array<std::uint8_t, 256> table;
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = byte_of(change.gain * static_cast<double>(i) + change.offset);
    return table;
}

/// What the pixels of a picture become.
class ChangedPixels {
  public:
    ChangedPixels(const Image& image, const LinearChange& change)
        : image_(image), change_(change), is_shifted_(image.channels == 3 && change.of_luma) {
        if (!is_shifted_) table_ = table_of(change);
    }

    /// Of a grey picture the first alone.
    std::array<std::uint8_t, 3> at(std::size_t pixel) const {
        const std::uint8_t* values = image_.pixels.data() + pixel * static_cast<std::size_t>(image_.channels);
        if (image_.channels == 1) return {table_[values[0]], 0, 0};
        if (!is_shifted_) return {table_[values[0]], table_[values[1]], table_[values[2]]};
        const double shift = shift_at(pixel);
        return {byte_of(values[0] + shift), byte_of(values[1] + shift), byte_of(values[2] + shift)};
    }
    /// Whether a channel would leave 0…255.
    bool is_clipped(std::size_t pixel) const {
        for (int c = 0; c < image_.channels; ++c) {
            const std::uint8_t own =
                image_.pixels[pixel * static_cast<std::size_t>(image_.channels) + static_cast<std::size_t>(c)];
            const double value = is_shifted_ ? own + shift_at(pixel) : change_.gain * own + change_.offset;
            if (value < -0.5 || value > 255.5) return true;
        }
        return false;
    }

  private:
    double shift_at(std::size_t pixel) const {
        return change_.offset + (change_.gain - 1) * luma(image_, pixel) / 1000.0;
    }

    const Image& image_;
    LinearChange change_;
    bool is_shifted_;
    std::array<std::uint8_t, 256> table_{};
};

LuminanceStats stats_after(const Image& image, const std::vector<std::size_t>& shown, const LinearChange& change) {
    const ChangedPixels pixels(image, change);
    std::int64_t sum = 0, squares = 0;
    for (const std::size_t p : shown) {
        const auto to = pixels.at(p);
        const std::int64_t value = image.channels == 1 ? 1000 * to[0] : 299 * to[0] + 587 * to[1] + 114 * to[2];
        sum += value;
        squares += value * value;
    }
    return stats_of_sums(sum, squares, shown.size());
}

/// Another gain about the picture's mean, so that the mean stays where it is.
LinearChange with_gain(const LinearChange& change, double gain, double mean) {
    return {gain, change.offset + (change.gain - gain) * mean};
}

/// The linear map of the unrounded values, corrected for what clipping takes.
LinearChange near_change(const Image& image, const std::vector<std::size_t>& shown, const LuminanceStats& before,
                         double mean, double sd) {
    LinearChange change;
    change.gain = before.sd > 0 ? sd / before.sd : 1;
    change.offset = mean - change.gain * before.mean;
    LinearChange best = change;
    double least = std::numeric_limits<double>::infinity();
    for (int round = 0; round < kCorrections; ++round) {
        const LuminanceStats after = stats_after(image, shown, change);
        const double error = std::max(std::abs(after.mean - mean), std::abs(after.sd - sd));
        if (error < least) {
            least = error;
            best = change;
        }
        const bool has_spread = after.sd > 0 && before.sd > 0;
        if (has_spread) change = with_gain(change, change.gain * std::clamp(sd / after.sd, 0.5, 2.0), before.mean);
        change.offset += mean - after.mean;
    }
    return best;
}

/// The offset within a few levels whose mean is nearest: the mean never falls as the offset grows.
double offset_to_mean(const Image& image, const std::vector<std::size_t>& shown, const LinearChange& change,
                      double mean) {
    const auto mean_at = [&](double offset) { return stats_after(image, shown, {change.gain, offset}).mean; };
    double low = change.offset - 2, high = change.offset + 2;
    for (int halving = 0; halving < 14; ++halving) {
        const double middle = (low + high) / 2;
        (mean_at(middle) < mean ? low : high) = middle;
    }
    return std::abs(mean_at(low) - mean) < std::abs(mean_at(high) - mean) ? low : high;
}

double clipped_share(const Image& image, const std::vector<std::size_t>& shown, const LinearChange& change) {
    const ChangedPixels pixels(image, change);
    const auto clipped = std::ranges::count_if(shown, [&](std::size_t p) { return pixels.is_clipped(p); });
    return static_cast<double>(clipped) / static_cast<double>(shown.size());
}

/// Mean luminance of the (2 reach + 1)² pixels around each, borders repeated, in thousandths times their number.
std::vector<std::int64_t> sums_around(const Image& image, int reach) {
    std::vector<std::int64_t> sums;
    sums.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            std::int64_t sum = 0;
            for (int v = y - reach; v <= y + reach; ++v) {
                for (int u = x - reach; u <= x + reach; ++u) {
                    const int row = std::clamp(v, 0, image.height - 1), column = std::clamp(u, 0, image.width - 1);
                    sum += luma(image, static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) +
                                           static_cast<std::size_t>(column));
                }
            }
            sums.push_back(sum);
        }
    }
    return sums;
}

/// The shown pixels from dark to light.
void sort_by_luminance(const Image& image, std::vector<std::size_t>& shown) {
    const std::vector<std::int64_t> near = sums_around(image, 1), wide = sums_around(image, 2);
    std::ranges::sort(shown, [&](std::size_t a, std::size_t b) {
        const int la = luma(image, a), lb = luma(image, b);
        if (la != lb) return la < lb;
        if (near[a] != near[b]) return near[a] < near[b];
        if (wide[a] != wide[b]) return wide[a] < wide[b];
        return a < b;
    });
}

/// The values of the target for `count` pixels from dark to light.
std::vector<int> values_by_rank(const LuminanceHistogram& target, std::size_t count) {
    std::vector<int> values(count);
    double below = target[0];
    int value = 0;
    for (std::size_t rank = 0; rank < count; ++rank) {
        const double place = (static_cast<double>(rank) + 0.5) / static_cast<double>(count);
        while (value < 255 && place > below) below += target[static_cast<std::size_t>(++value)];
        values[rank] = value;
    }
    return values;
}

/// All channels shifted alike until the luminance is `wanted`, as near as bytes come.
void shift_to(Image& image, std::size_t pixel, int wanted) {
    std::uint8_t* values = image.pixels.data() + pixel * static_cast<std::size_t>(image.channels);
    if (image.channels == 1) {
        values[0] = static_cast<std::uint8_t>(wanted);
        return;
    }
    // What a channel that is full cannot take, the next round gives to the others.
    for (int round = 0; round < 8; ++round) {
        const double missing = wanted - luma(image, pixel) / 1000.0;
        if (std::abs(missing) < 0.5) return;
        for (int c = 0; c < 3; ++c) values[c] = byte_of(values[c] + missing);
    }
}

}  // namespace

LuminanceStats luminance_of(const Image& image, const Image& mask) {
    return stats(image, shown_pixels(image, mask));
}

Image changed(const Image& image, const LinearChange& change) {
    const ChangedPixels pixels(image, change);
    Image result = image;
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t p = 0; p * channels < image.pixels.size(); ++p)
        std::copy_n(pixels.at(p).begin(), channels, result.pixels.begin() + static_cast<std::ptrdiff_t>(p * channels));
    return result;
}

LinearMatch match_mean_sd(const Image& image, const Image& mask, double mean, double sd) {
    const std::vector<std::size_t> shown = shown_pixels(image, mask);
    const LuminanceStats before = stats(image, shown);
    LinearMatch best = {near_change(image, shown, before, mean, sd), {}, 0};
    const LinearChange best_before = best.change;
    double least = std::numeric_limits<double>::infinity();
    const auto consider = [&](const LinearChange& change) {
        const LuminanceStats after = stats_after(image, shown, change);
        const double error = std::max(std::abs(after.mean - mean), std::abs(after.sd - sd));
        if (error < least) {
            least = error;
            best.change = change;
            best.after = after;
        }
        return after.sd;
    };
    for (const double share : kGainsAround) {
        LinearChange change = with_gain(best_before, best_before.gain * (1 + share), before.mean);
        for (int round = 0; round < kGainRounds; ++round) {
            consider(change);
            const double offset = offset_to_mean(image, shown, change, mean);
            // On the way, where neither is off by as much.
            for (const double way : {0.25, 0.5, 0.75})
                consider({change.gain, change.offset + way * (offset - change.offset)});
            change.offset = offset;
            const double reached = consider(change);
            if (reached > 0 && before.sd > 0) change = with_gain(change, change.gain * sd / reached, before.mean);
        }
    }
    best.clipped = clipped_share(image, shown, best.change);
    return best;
}

LuminanceHistogram luminance_histogram(const Image& image, const Image& mask) {
    const std::vector<std::size_t> shown = shown_pixels(image, mask);
    std::array<std::int64_t, 256> counts{};
    for (const std::size_t p : shown) ++counts[static_cast<std::size_t>((luma(image, p) + 500) / 1000)];
    LuminanceHistogram shares;
    for (std::size_t i = 0; i < shares.size(); ++i)
        shares[i] = static_cast<double>(counts[i]) / static_cast<double>(shown.size());
    return shares;
}

Image match_histogram(const Image& image, const Image& mask, const LuminanceHistogram& target) {
    std::vector<std::size_t> shown = shown_pixels(image, mask);
    sort_by_luminance(image, shown);
    const std::vector<int> values = values_by_rank(target, shown.size());
    Image result = image;
    for (std::size_t rank = 0; rank < shown.size(); ++rank) shift_to(result, shown[rank], values[rank]);
    if (mask.empty()) return result;
    for (std::size_t p = 0; p < mask.pixels.size(); ++p) {
        if (mask.pixels[p] == 255) continue;
        const int own = luma(image, p);
        const auto place = std::ranges::lower_bound(shown, own, {}, [&](std::size_t q) { return luma(image, q); });
        const auto rank = std::min<std::size_t>(static_cast<std::size_t>(place - shown.begin()), shown.size() - 1);
        shift_to(result, p, values[rank]);
    }
    return result;
}

double histogram_error(const Image& image, const Image& mask, const LuminanceHistogram& target) {
    std::vector<std::size_t> shown = shown_pixels(image, mask);
    const std::vector<int> values = values_by_rank(target, shown.size());
    std::vector<int> own;
    for (const std::size_t p : shown) own.push_back(luma(image, p));
    std::ranges::sort(own);
    double sum = 0;
    for (std::size_t rank = 0; rank < own.size(); ++rank) sum += std::abs(own[rank] / 1000.0 - values[rank]);
    return sum / static_cast<double>(own.size());
}

LuminanceStats stats_of(const LuminanceHistogram& histogram) {
    double mean = 0, squares = 0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        mean += histogram[i] * static_cast<double>(i);
        squares += histogram[i] * static_cast<double>(i * i);
    }
    return {mean, std::sqrt(std::max(0.0, squares - mean * mean)), 0};
}

}  // namespace bplf
