// SPDX-License-Identifier: GPL-3.0-or-later
// Places keys on frames and finds the blend of a frame.
#include "core/sample/morph_timing.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

double last_frame(const MorphRequest& request) {
    return request.loop ? request.frames : std::max(request.frames - 1, 0);
}

/// Fills the unplaced run (`begin`, `end`) evenly between its neighbours.
void fill_gap(std::vector<double>& frames, std::size_t begin, std::size_t end, double left, double right,
              double left_index, double right_index) {
    for (std::size_t i = begin; i < end; ++i) {
        const double share = (static_cast<double>(i) - left_index) / (right_index - left_index);
        frames[i] = std::round(left + (right - left) * share);
    }
}

/// Free ends go to the ends of the film; in a loop the end belongs to the returning first key.
void place_ends(std::vector<double>& frames, const MorphRequest& request) {
    if (frames.front() < 0) frames.front() = 0;
    if (!request.loop && frames.back() < 0) frames.back() = last_frame(request);
}

/// First index after `i` that has a place, or size().
std::size_t next_placed(const std::vector<double>& frames, std::size_t i) {
    while (i < frames.size() && frames[i] < 0) ++i;
    return i;
}

}  // namespace

double ease(Easing easing, double t) {
    t = std::clamp(t, 0.0, 1.0);
    switch (easing) {
        case Easing::kLinear:
            return t;
        case Easing::kEaseIn:
            return t * t * t;
        case Easing::kEaseOut:
            return 1 - std::pow(1 - t, 3);
        case Easing::kEaseInOut:
            return t < 0.5 ? 4 * t * t * t : 1 - std::pow(2 - 2 * t, 3) / 2;
        case Easing::kHold:
            return t < 1 ? 0 : 1;
    }
    return t;
}

std::vector<double> key_frames(const MorphRequest& request) {
    std::vector<double> frames;
    for (const MorphKey& key : request.keys) {
        frames.push_back(key.at < 0 ? -1 : std::min(key.at, last_frame(request)));
    }
    if (frames.empty()) return frames;
    place_ends(frames, request);
    for (std::size_t i = 1; i < frames.size(); ++i) {
        if (frames[i] >= 0) continue;
        const std::size_t end = next_placed(frames, i);
        const double right = end < frames.size() ? frames[end] : last_frame(request);
        fill_gap(frames, i, end, frames[i - 1], right, static_cast<double>(i - 1), static_cast<double>(end));
    }
    for (std::size_t i = 1; i < frames.size(); ++i) frames[i] = std::max(frames[i], frames[i - 1]);
    return frames;
}

MorphMoment morph_moment(const MorphRequest& request, double frame) {
    return morph_moment(request, key_frames(request), frame);
}

MorphMoment morph_moment(const MorphRequest& request, const std::vector<double>& frames_of_keys, double frame) {
    if (request.keys.empty()) throw_usage_error("The morph has no key.", "keys", "Add two or more.");
    const auto after = std::upper_bound(frames_of_keys.begin(), frames_of_keys.end(), frame);
    if (after == frames_of_keys.begin()) return {0, 0, 0};
    const std::size_t from = static_cast<std::size_t>(after - frames_of_keys.begin()) - 1;
    const bool is_last = from + 1 == request.keys.size();
    if (is_last && !request.loop) return {from, from, 0};
    const std::size_t to = is_last ? 0 : from + 1;
    const double left = frames_of_keys[from] + std::max(request.keys[from].hold, 0.0);
    const double right = is_last ? last_frame(request) : frames_of_keys[to];
    if (frame <= left || right <= left) return {from, to, 0};
    return {from, to, ease(request.keys[from].easing, (frame - left) / (right - left))};
}

}  // namespace bplf
