// SPDX-License-Identifier: GPL-3.0-or-later
// What is given of a face that is completed, at every size, and how drawn parts are kept from changing it: planes Y, U,
// V or one plane on [pixel][channel], in model range. Torch-free.
#pragma once

#include <map>
#include <vector>

#include "core/sample/pixel_grid.h"

namespace bplf {

/// Given planes with their means over blocks of 2 × 2, 4 × 4, … pixels.
class KnownPlanes {
  public:
    /// planes: of `grid`, a square of even side.
    KnownPlanes(std::vector<float> planes, LevelGrid grid);
    /// The means with this side, which is the given one or a half of it, a quarter, ….
    const std::vector<float>& at(int side) const { return by_side_.at(side); }
    /// Puts the Haar details of the given luminance in place of the drawn ones. details: [pixels][9] of the level that
    /// completes planes of `grid`. Precondition: one plane is given, and grid.height is a side of at() but the least.
    void put_luminance(std::vector<float>& details, LevelGrid grid) const;

  private:
    std::map<int, std::vector<float>> by_side_;
};

/// Makes the details of each block of 2 × 2 pixels smaller, all by one factor, until none of its values leaves the
/// range that 8 bits hold: clipped ones would change the block's mean. mean: of `coarse`, in range; details: as
/// haar_together.
void fit_details(const std::vector<float>& mean, LevelGrid coarse, std::vector<float>& details);
/// The same of the colour of each pixel: Y stays, U and V shrink. planes: [pixels][3], Y in range.
void fit_colour(std::vector<float>& planes);

}  // namespace bplf
