// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of bias_relu on the processor, channels-last (internal to core/nn).
#pragma once

#include <cstdint>
#include <type_traits>

namespace bplf::nn {

/// Accumulation type: float32 for reduced precision, the type itself otherwise.
template <typename T>
using Wide = std::conditional_t<std::is_same_v<T, double>, double, float>;

/// What the loops run over: rows of `channels` values, one per (image, place).
struct BiasReluGeometry {
    std::int64_t images, channels, places;
    bool per_image;  ///< one bias per image, else one for all
};

/// y = relu(x + bias [+ position]). Instantiated for float, double and c10::BFloat16.
template <typename T>
void bias_relu_forward(const T* x, const Wide<T>* bias, const Wide<T>* position, T* y,
                       const BiasReluGeometry& geometry);
/// grad_x = grad_y where y > 0; grad_bias [images, channels] = its sum over places.
template <typename T>
void bias_relu_backward(const T* y, const T* grad_y, T* grad_x, Wide<T>* grad_bias, const BiasReluGeometry& geometry);

}  // namespace bplf::nn
