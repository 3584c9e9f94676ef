// SPDX-License-Identifier: GPL-3.0-or-later
// Which two keys a frame of a morph lies between, and how far: the one rule for engine, studio and tests.
#pragma once

#include <cstddef>
#include <vector>

#include "core/sample/request.h"

namespace bplf {

/// A frame as a blend of two keys of `MorphRequest::keys`.
struct MorphMoment {
    std::size_t from = 0;
    std::size_t to = 0;  ///< equals `from` on a single key's hold; 0 on the way back of a loop
    double t = 0;        ///< 0 = at `from`, 1 = at `to`; easing and hold already applied
};

/// The frame each key stands on, in the order of the keys. Keys without a place (`at` < 0) share the
/// film evenly if no key has one, else the gap between their placed neighbours, on whole frames so that
/// each of them is really shown. Not looping, free ends
/// stand on frame 0 and frames - 1; looping, the first key comes back on frame `frames`, one past
/// the last drawn frame, so that the film closes without showing a frame twice.
/// Never decreasing: a key placed before its predecessor stands with it.
std::vector<double> key_frames(const MorphRequest& request);

/// The blend of `frame` (0 .. frames - 1, fractions allowed). Before the first key the first key, after
/// the last key the last one. Error(kUsage) when the request has no key.
MorphMoment morph_moment(const MorphRequest& request, double frame);

/// The same with key_frames() already known, for loops over frames.
MorphMoment morph_moment(const MorphRequest& request, const std::vector<double>& frames_of_keys, double frame);

/// Maps linear time 0..1 between two keys to eased time 0..1; cubic curves, kHold stays 0 until 1.
double ease(Easing easing, double t);

}  // namespace bplf
