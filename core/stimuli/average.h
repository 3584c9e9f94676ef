// SPDX-License-Identifier: GPL-3.0-or-later
// Averages of pictures and of codes: two things that differ, and are named so.
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"
#include "core/sample/latent.h"

namespace bplf::stimuli {

/// The mean of each pixel's bytes, rounded half up. Grey pictures among colour ones count as three equal channels.
class PixelAverage {
  public:
    /// Error(kInput) when its size is not that of the first.
    void add(const Image& image);
    /// Precondition: one or more were added.
    Image image() const;
    std::int64_t count() const { return count_; }

  private:
    int width_ = 0, height_ = 0, channels_ = 0;
    std::int64_t count_ = 0;
    std::vector<std::int64_t> sums_;
};

/// The mean of codes, level by level: nearer to the model's mean face than any of them, so smoother as well. The
/// model's facts are those of the first. Error(kInput) for codes of other shapes. Precondition: one or more.
Latent average_of_codes(const std::vector<const Latent*>& codes);

}  // namespace bplf::stimuli
