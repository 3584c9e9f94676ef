// SPDX-License-Identifier: GPL-3.0-or-later
// How far changed images are from the ones they were made of.
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset_file.h"

namespace bplf {

/// Peak signal-to-noise ratio in dB, peak 255, of the squared error averaged over all these rows; infinite when nothing
/// differs, NaN without rows. Precondition: both sets hold the same images in the same order.
double psnr(const Dataset& a, const Dataset& b, const std::vector<std::int64_t>& rows);

}  // namespace bplf
