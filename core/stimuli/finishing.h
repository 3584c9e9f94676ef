// SPDX-License-Identifier: GPL-3.0-or-later
// Masks and luminance of pictures that belong together: measured in a first pass over their faces, matched in a second.
#pragma once

#include <functional>
#include <vector>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// The face of an index in Design::faces, as it was drawn.
using FaceSource = std::function<Image(std::size_t face)>;

struct FinishedPicture {
    Image image;
    double mean_error = 0, sd_error = 0;  ///< that rounding and clipping leave of mean-sd matching, in grey levels
};

/// Fills in the records of a set's pictures. The set must outlive it, and know the landmarks of its identities' first
/// faces. Not thread-safe.
class Finishing {
  public:
    Finishing(SetRecord& set, FaceSource faces);

    /// Luminance before matching; what the plan leaves to the set becomes that of these pictures. `report` is called
    /// with each index in `pictures` before its work, and may throw.
    void measure(const std::vector<std::size_t>& pictures, const std::function<void(std::size_t)>& report);
    /// Matched and masked. Precondition: measure().
    FinishedPicture make(std::size_t picture) const;

  private:
    Image face(std::size_t picture) const;

    SetRecord& set_;
    FaceSource faces_;
    LuminanceHistogram histogram_{};
};

FacePoints scaled_points(const FacePoints& points, double x, double y);

}  // namespace bplf::stimuli
