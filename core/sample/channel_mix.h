// SPDX-License-Identifier: GPL-3.0-or-later
// Actnorm and 1×1 convolution of one step as one affine map of each pixel's channels. Torch-free.
#pragma once

#include <vector>

#include "core/sample/pixel_grid.h"

namespace bplf {

/// z = matrix · x + offset in each pixel. Immutable after build.
struct ChannelMix {
    std::vector<float> matrix, inverse;  ///< [C, C], row-major
    std::vector<float> offset;           ///< [C]
    double log_det = 0;                  ///< of the whole image

    /// In place on `values` [pixels][channels]; `spare` has the same size and is overwritten.
    void forward(LevelGrid grid, std::vector<float>& values, std::vector<float>& spare) const;
    void backward(LevelGrid grid, std::vector<float>& values, std::vector<float>& spare) const;
};

}  // namespace bplf
