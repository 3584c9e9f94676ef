// SPDX-License-Identifier: GPL-3.0-or-later
// CPU reference of dequantise and quantise (BPLF eq 4-1).
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cpu/rows.h"

#include <cmath>

namespace bplf::ops {
namespace {

/// Splits [0, count) into equal pieces for the threads.
template <typename Body>
void parallel_elements(int64_t count, const Body& body) {
    at::parallel_for(0, count, 2 * kElementsPerTask, body);
}

/// NaN fails the first comparison and becomes 0.
template <typename T>
uint8_t to_bin(T scaled, T last_bin, int shift) {
    const T bin = scaled > T(0) ? std::min(std::floor(scaled), last_bin) : T(0);
    return static_cast<uint8_t>(static_cast<int>(bin) << shift);
}

template <typename T>
void quantise(const QuantiseArgs& args) {
    const T* x = static_cast<const T*>(args.x);
    const T half_bins = static_cast<T>(1 << args.n_bits) / 2;
    const T last_bin = 2 * half_bins - 1;
    const int shift = 8 - args.n_bits;
    parallel_elements(args.count, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            args.out[i] = to_bin<T>((x[i] + 1) * half_bins, last_bin, shift);
        }
    });
}

}  // namespace

void dequantise_cpu(const DequantiseArgs& args) {
    const float scale = 2.0F / static_cast<float>(1 << args.n_bits);
    const int shift = 8 - args.n_bits;
    parallel_elements(args.count, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const float u = args.noise == nullptr ? 0.5F : std::min(args.noise[i], kLargestNoise);
            args.out[i] = (static_cast<float>(args.pixels[i] >> shift) + u) * scale - 1.0F;
        }
    });
}

void quantise_cpu(const QuantiseArgs& args) {
    with_precision(args.precision, [&]<typename T>() { quantise<T>(args); });
}

}  // namespace bplf::ops
