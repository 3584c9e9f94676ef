// SPDX-License-Identifier: GPL-3.0-or-later
// How often the recognised emotion is the one that was asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bplf {

struct LabelAgreement {
    double share = 0;                                  ///< of all images; NaN without images
    std::vector<double> per_label;                     ///< by asked label; NaN for a label without images
    std::vector<std::vector<std::int64_t>> confusion;  ///< counts [asked][recognised]
    std::int64_t count = 0;
};

/// Precondition: both spans are equally long with values 0 … labels - 1.
LabelAgreement label_agreement(std::span<const std::int64_t> asked, std::span<const std::int64_t> recognised,
                               std::size_t labels);

}  // namespace bplf
