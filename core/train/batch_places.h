// SPDX-License-Identifier: GPL-3.0-or-later
// Where the images of a part of a batch stand in the whole batch.
#pragma once

#include <cstdint>
#include <vector>

namespace bplf {

/// The i-th image of this part is the one at first + i · step of the batch: what random numbers are keyed by, so that a
/// batch draws the same however many processes share it.
struct BatchPlaces {
    std::int64_t first = 0, step = 1;

    std::int64_t at(std::int64_t i) const { return first + i * step; }
    std::vector<std::int64_t> list(std::int64_t images) const {
        std::vector<std::int64_t> places;
        for (std::int64_t i = 0; i < images; ++i) places.push_back(at(i));
        return places;
    }
};

}  // namespace bplf
