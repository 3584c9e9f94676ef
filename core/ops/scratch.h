// SPDX-License-Identifier: GPL-3.0-or-later
// How many float64 values of scratch the kernels of either device may use, and how the CUDA kernels cut
// their work, on which that depends. Plain C++17 for nvcc.
#pragma once

#include "core/ops/ops_table.h"

namespace bplf::ops {

/// Threads of a CUDA block; a block of the sums per image takes four elements per thread at least.
constexpr int kBlock = 256;

/// Blocks per image in kernels that sum over a whole image.
inline int64_t image_splits(const Extent& extent) {
    const int64_t blocks = (extent.channels * extent.plane + 4 * kBlock - 1) / (4 * kBlock);
    return blocks < 1 ? 1 : blocks > 64 ? 64 : blocks;
}

/// Blocks per channel in kernels whose threads own one pixel of all images.
inline int64_t plane_splits(const Extent& extent) {
    return (extent.plane + kBlock - 1) / kBlock;
}

/// Room for `parts` sums per channel of each image or plane block, and for one sum per image block.
inline int64_t scratch_size(const Extent& extent, int64_t parts) {
    const int64_t splits = plane_splits(extent);
    const int64_t rows = extent.images > splits ? extent.images : splits;
    const int64_t channel_sums = rows * extent.channels * parts;
    const int64_t image_sums = extent.images * image_splits(extent);
    return channel_sums > image_sums ? channel_sums : image_sums;
}

inline int64_t scratch_size(const DynamicLinearArgs& args) {
    return scratch_size(args.extent, 4);
}

inline int64_t scratch_size(const ActnormArgs& args) {
    return scratch_size(args.extent, 2);
}

inline int64_t scratch_size(const GaussianArgs& args) {
    return scratch_size(args.extent, 2);
}

}  // namespace bplf::ops
