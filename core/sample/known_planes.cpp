// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/known_planes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/sample/image_planes.h"

namespace bplf {
namespace {

constexpr float kLimit = 1 - 1 / 512.0f;  // a quarter of an 8-bit step inside the range, for rounding
constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;

/// What a pixel's change in Y, U, V, or in its one plane, does to its values.
std::array<float, 3> values_of(const float* planes, int channels) {
    if (channels == 1) return {planes[0], planes[0], planes[0]};
    const float y = planes[0], u = planes[1], v = planes[2];
    return {y + v, y - (kRed * v + kBlue * u) / kGreen, y + u};
}

/// The largest share, 0 to 1, of a change that keeps all values in range.
float share_within(const std::array<float, 3>& values, const std::array<float, 3>& change, float share) {
    for (std::size_t i = 0; i < 3; ++i) {
        const float room = (change[i] > 0 ? kLimit : -kLimit) - values[i];
        if (std::abs(change[i]) * share > std::abs(room)) share = std::max(0.0f, room / change[i]);
    }
    return share;
}

}  // namespace

KnownPlanes::KnownPlanes(std::vector<float> planes, LevelGrid grid) {
    std::vector<float> details;
    while (grid.height % 2 == 0 && grid.height > 1) {
        const LevelGrid half{grid.channels, grid.height / 2, grid.width / 2};
        std::vector<float> mean(half.size());
        details.resize(half.size() * 3);
        haar_apart(planes, half, mean, details);
        by_side_[grid.height] = std::move(planes);
        planes = std::move(mean);
        grid = half;
    }
    by_side_[grid.height] = std::move(planes);
}

void KnownPlanes::put_luminance(std::vector<float>& details, LevelGrid grid) const {
    const LevelGrid half{1, grid.height / 2, grid.width / 2};
    std::vector<float> mean(half.size()), own(half.size() * 3);
    haar_apart(at(grid.height), half, mean, own);
    for (std::size_t p = 0; p < half.size(); ++p)
        for (std::size_t band = 0; band < 3; ++band) details[9 * p + 3 * band] = own[3 * p + band];
}

void fit_details(const std::vector<float>& mean, LevelGrid coarse, std::vector<float>& details) {
    constexpr std::array<std::array<float, 3>, 4> kSigns{{{1, 1, 1}, {-1, 1, -1}, {1, -1, -1}, {-1, -1, 1}}};
    const int channels = coarse.channels;
    for (int p = 0; p < coarse.pixels(); ++p) {
        float* bands = details.data() + static_cast<std::ptrdiff_t>(p) * channels * 3;
        const auto middle = values_of(mean.data() + static_cast<std::ptrdiff_t>(p) * channels, channels);
        float share = 1;
        for (const auto& sign : kSigns) {
            std::array<float, 3> change{};
            for (int k = 0; k < channels; ++k)
                change[static_cast<std::size_t>(k)] =
                    (sign[0] * bands[k] + sign[1] * bands[channels + k] + sign[2] * bands[2 * channels + k]) / 2;
            share = share_within(middle, values_of(change.data(), channels), share);
        }
        if (share == 1) continue;
        for (int k = 0; k < 3 * channels; ++k) bands[k] *= share;
    }
}

void fit_colour(std::vector<float>& planes) {
    for (std::size_t i = 0; i + 2 < planes.size(); i += 3) {
        const std::array<float, 3> grey{planes[i], 0, 0}, colour{0, planes[i + 1], planes[i + 2]};
        const float share = share_within(values_of(grey.data(), 3), values_of(colour.data(), 3), 1);
        if (share == 1) continue;
        planes[i + 1] *= share;
        planes[i + 2] *= share;
    }
}

}  // namespace bplf
