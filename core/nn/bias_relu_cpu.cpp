// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bias_relu_cpu.h"

#include <ATen/Parallel.h>
#include <c10/util/BFloat16.h>

#include <algorithm>
#include <vector>

namespace bplf::nn {

template <typename T>
void bias_relu_forward(const T* x, const Wide<T>* bias, const Wide<T>* position, T* y, const BiasReluGeometry& g) {
    at::parallel_for(0, g.images, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t n = begin; n < end; ++n) {
            const Wide<T>* b = bias + (g.per_image ? n * g.channels : 0);
            for (std::int64_t p = 0; p < g.places; ++p) {
                const std::int64_t row = (n * g.places + p) * g.channels;
                const Wide<T>* where = position ? position + p * g.channels : nullptr;
                for (std::int64_t c = 0; c < g.channels; ++c) {
                    Wide<T> value = static_cast<Wide<T>>(x[row + c]) + b[c];
                    if (where) value += where[c];
                    y[row + c] = static_cast<T>(value > 0 ? value : Wide<T>(0));
                }
            }
        }
    });
}

template <typename T>
void bias_relu_backward(const T* y, const T* grad_y, T* grad_x, Wide<T>* grad_bias, const BiasReluGeometry& g) {
    at::parallel_for(0, g.images, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<Wide<T>> sums(static_cast<std::size_t>(g.channels));
        for (std::int64_t n = begin; n < end; ++n) {
            std::fill(sums.begin(), sums.end(), Wide<T>(0));
            for (std::int64_t p = 0; p < g.places; ++p) {
                const std::int64_t row = (n * g.places + p) * g.channels;
                for (std::int64_t c = 0; c < g.channels; ++c) {
                    const Wide<T> passed =
                        static_cast<Wide<T>>(y[row + c]) > 0 ? static_cast<Wide<T>>(grad_y[row + c]) : Wide<T>(0);
                    grad_x[row + c] = static_cast<T>(passed);
                    sums[static_cast<std::size_t>(c)] += passed;
                }
            }
            std::copy(sums.begin(), sums.end(), grad_bias + n * g.channels);
        }
    });
}

#define BPLF_INSTANTIATE(T)                                                                                    \
    template void bias_relu_forward<T>(const T*, const Wide<T>*, const Wide<T>*, T*, const BiasReluGeometry&); \
    template void bias_relu_backward<T>(const T*, const T*, T*, Wide<T>*, const BiasReluGeometry&);
BPLF_INSTANTIATE(float)
BPLF_INSTANTIATE(double)
BPLF_INSTANTIATE(c10::BFloat16)
#undef BPLF_INSTANTIATE

}  // namespace bplf::nn
