// SPDX-License-Identifier: GPL-3.0-or-later
// One level of Haar's wavelet: an image twice as fine is its mean and three bands of details.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::flow {

/// Of a block (a b; c d) of each channel: mean (a+b+c+d)/4; bands u = (a−b+c−d)/2, v = (a+b−c−d)/2, w = (a−b−c+d)/2.
struct HaarParts {
    at::Tensor mean;     ///< [N, C, H, W], on the scale of the pixels
    at::Tensor details;  ///< [N, 3C, H, W]: u of every channel, then v, then w
};

/// x: [N, C, 2H, 2W]. ln |det| of x → (mean, details) is haar_log_det(C, H, W): orthonormal but for the mean, which is
/// half the orthonormal one. Error(kInternal) for odd sides.
HaarParts haar_split(const at::Tensor& x);
/// The inverse.
at::Tensor haar_join(const HaarParts& parts);
/// The mean alone, `times` levels down: each side shrinks by 2^times.
at::Tensor haar_mean(const at::Tensor& x, std::int64_t times);
/// −C · H · W · ln 2, for C channels and H × W places of the coarser image.
double haar_log_det(std::int64_t channels, std::int64_t height, std::int64_t width);

}  // namespace bplf::flow
