// SPDX-License-Identifier: GPL-3.0-or-later
// What plans take out of a LibTorch model.
#pragma once

#include <vector>

#include "core/flow/chain.h"
#include "core/flow/density.h"
#include "core/sample/channel_mix.h"
#include "core/sample/coupling_plan.h"

namespace bplf {

/// Float values, row-major.
std::vector<float> values_of(const at::Tensor& tensor);

/// The model's parameters and buffers by name; a name it does not have is empty. A copy: the model may go.
WeightSource weights_of(const flow::Density& model);

/// Actnorm and 1×1 convolution of a step as one affine map, made in float64, for images of so many pixels.
/// Error(kNumeric) when the convolution is singular.
ChannelMix fold_mixing(const flow::Chain& step, int pixels);

}  // namespace bplf
