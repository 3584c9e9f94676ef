// SPDX-License-Identifier: GPL-3.0-or-later
// Between a flow's tensors (one plane per channel, full precision) and those of its convolutions (one row of channels
// per place, maybe bfloat16), in one pass (internal to core/nn).
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::nn {

/// planes [N, C, H, W], float32 or float64 -> the same values channels-last, as `type` (bfloat16 or planes' own).
at::Tensor rows_from_planes(const at::Tensor& planes, at::ScalarType type);

/// rows [N, C, H, W] channels-last -> contiguous planes as `wide` (float32, float64 for float64 rows), with
/// shift [1 or N, C] and position [1, C, H, W], where defined and of type `wide`, added: rows + (shift + position).
at::Tensor planes_from_rows(const at::Tensor& rows, at::ScalarType wide, const at::Tensor& shift = {},
                            const at::Tensor& position = {});

}  // namespace bplf::nn
