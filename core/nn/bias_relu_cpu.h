// SPDX-License-Identifier: GPL-3.0-or-later
// bias_relu over a batch on the processor's threads, channels-last (internal to core/nn).
#pragma once

#include <cstdint>

#include "core/nn/bias_relu_kernels.h"

namespace bplf::nn {

/// What the loops run over: rows of `channels` values, one per (image, place).
struct BiasReluGeometry {
    BiasReluType type;
    std::int64_t images, channels, places;
    bool per_image;  ///< one bias per image, else one for all
};

/// y = relu(x + bias [+ position]); NaN stays NaN. x and y (may be x): [images, places, channels] of the
/// type; bias [images or 1,
/// channels] and position [places, channels] or null: float32, float64 beside kFloat64.
void bias_relu_forward(const BiasReluGeometry& geometry, const void* x, const void* bias, const void* position,
                       void* y);
/// grad_x = grad_y except where y <= 0, where it is 0 (grad_x may be grad_y); grad_bias [images, channels] = its sum
/// over places, grad_position [places, channels] (or null) = its sum over images. One fixed order, whatever the
/// threads.
void bias_relu_backward(const BiasReluGeometry& geometry, const void* y, const void* grad_y, void* grad_x,
                        void* grad_bias, void* grad_position);

}  // namespace bplf::nn
