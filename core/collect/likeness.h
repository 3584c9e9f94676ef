// SPDX-License-Identifier: GPL-3.0-or-later
// How much two pictures of a face are alike once small changes are undone: brightness, a crop, a turn, a mirror.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace bplf {

inline constexpr int kProbeSide = 48;  ///< faces are compared as grey pictures of this side

/// A probe: kProbeSide² grey values, row-major.
using Probe = std::span<const std::uint8_t>;

/// The part of a probe that is looked at: a disc about its middle.
struct View {
    double scale = 0.8;     ///< the disc's square, as a share of the probe's side
    double turn = 0;        ///< degrees
    double dx = 0, dy = 0;  ///< of the middle, as shares of the side
    bool mirrored = false;
};

/// Views that undo what is usually done to pictures: the plain one first, turns up to 10°, crops up to 15 %, and the
/// same mirrored. A copy in its plain view looks like the original in one of them.
const std::vector<View>& usual_views();

/// Grey values of a view on a grid of side × side, weighted towards the middle, mean 0 and length 1, so that the dot
/// product of two is their correlation; all 0 for a constant view.
std::vector<float> patch_of(Probe probe, const View& view, int side = 32);
inline constexpr int kCoarsePatch = 16;  ///< the other side there is
/// The correlation of two patches of one side.
double dot(std::span<const float> a, std::span<const float> b);

inline constexpr std::size_t kFrequencies = 63;
/// The lowest frequencies of a patch of side 32, but for its mean.
std::array<float, kFrequencies> low_frequencies(std::span<const float> patch);

/// The best correlation of `a`, seen in views near `start`, with the plain view of `b`; at most `enough` is sought, and
/// what is clearly below it may be told too low.
double likeness(Probe a, const View& start, Probe b, double enough);

}  // namespace bplf
