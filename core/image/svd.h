// SPDX-License-Identifier: GPL-3.0-or-later
// Truncated singular value decomposition of images (core/flow/README.md#svd-truncation): the paper's smoothing of data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// How many singular values are kept.
struct SvdTruncation {
    enum class Kind { kOff, kRank, kEnergy };
    Kind kind = Kind::kOff;
    int rank = 0;       ///< kRank: the first `rank`, at least 1
    double energy = 1;  ///< kEnergy: the fewest whose squares sum to >= energy * total, in (0, 1]

    bool operator==(const SvdTruncation&) const = default;
};

/// "off", "rank:K" or "energy:R". Error(kUsage) otherwise.
SvdTruncation parse_svd_truncation(std::string_view text);
/// The inverse of parse_svd_truncation.
std::string to_string(const SvdTruncation& truncation);

/// A matrix cut to its leading singular values.
struct TruncatedMatrix {
    std::vector<double> values;           ///< row-major, rows x columns
    std::vector<double> singular_values;  ///< all of them, falling
    int kept = 0;
};

/// A_k = sum_{i<=k} s_i u_i v_i^T in float64. Precondition: values.size() == rows * columns > 0.
TruncatedMatrix truncate_matrix(const std::vector<double>& values, int rows, int columns,
                                const SvdTruncation& truncation);

/// Each channel truncated as an H x W matrix, rounded half away from zero, clamped to [0, 255].
Image truncate_svd(const Image& image, const SvdTruncation& truncation);

/// Peak signal-to-noise ratio in dB, peak 255; infinite for equal images. Precondition: equal
/// shapes.
double psnr(const Image& a, const Image& b);

}  // namespace bplf
