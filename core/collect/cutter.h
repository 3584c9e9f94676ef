// SPDX-License-Identifier: GPL-3.0-or-later
// From a square in a picture to the pixels of a data set's row.
#pragma once

#include <cstdint>
#include <vector>

#include "core/collect/builder.h"
#include "core/face/align.h"
#include "core/image/illumination.h"
#include "core/image/svd.h"

namespace bplf {

/// Immutable, so safe to use from several threads.
class Cutter {
  public:
    /// Error(kUsage) for options out of range.
    explicit Cutter(const BuildOptions& options);

    /// The middle square of a picture.
    static CropSquare whole_square(const Image& image);
    /// The stored form of a square before it is truncated.
    Image cut(const Image& image, const CropSquare& square) const;
    Image truncated(const Image& cut) const;
    bool truncates() const { return truncation_.kind != SvdTruncation::Kind::kOff; }
    /// The stored form of a square of an image, [C, H, W].
    std::vector<std::uint8_t> pixels_at(const Image& image, const CropSquare& square) const;
    /// Which of those pixels were in the image, [H, W].
    std::vector<std::uint8_t> mask_at(const Image& image, const CropSquare& square) const;

  private:
    bool centres_on_black(const Image& image) const;

    int size_, channels_;
    bool pad_;
    SvdTruncation truncation_;
    Illumination illumination_;
};

/// A square as 48×48 grey: a probe, see likeness.h.
std::vector<std::uint8_t> probe_of(const Image& image, const CropSquare& square);
/// The middle square of a picture as 48×48 grey: its thumbnail.
std::vector<std::uint8_t> thumbnail_of(const Image& image);

}  // namespace bplf
