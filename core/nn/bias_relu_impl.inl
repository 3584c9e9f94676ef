// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of bias_relu, compiled once per instruction set. BPLF_BIAS_RELU_FLOATS: floats per vector register.
#include "core/nn/bias_relu_kernels.h"

namespace bplf::nn {
namespace {

constexpr int kFloats = BPLF_BIAS_RELU_FLOATS;
constexpr int kVectors = 4;  // vectors of one row kept in registers at a time

typedef float Floats __attribute__((vector_size(kFloats * 4)));
typedef unsigned Words __attribute__((vector_size(kFloats * 4)));
typedef unsigned short Halves __attribute__((vector_size(kFloats * 2)));
typedef double Doubles __attribute__((vector_size(kFloats * 4)));
typedef float Single __attribute__((vector_size(4)));
typedef unsigned SingleWord __attribute__((vector_size(4)));
typedef unsigned short SingleHalf __attribute__((vector_size(2)));
typedef double SingleDouble __attribute__((vector_size(8)));

template <typename V>
inline V read(const void* at) {
    V value;
    __builtin_memcpy(&value, at, sizeof value);
    return value;
}

/// Values kept as they are computed with.
template <typename T, typename V>
struct Plain {
    using Element = T;
    using Wide = T;
    using Vector = V;
    static constexpr long kLanes = sizeof(V) / sizeof(T);
    static Vector load(const T* at) { return read<V>(at); }
    static void store(T* at, Vector value) { __builtin_memcpy(at, &value, sizeof value); }
};

/// bfloat16 in memory, float32 in registers; rounded to the nearest, ties to even, NaN kept.
template <typename F, typename W, typename H>
struct Bfloat16 {
    using Element = unsigned short;
    using Wide = float;
    using Vector = F;
    static constexpr long kLanes = sizeof(F) / sizeof(float);
    static Vector load(const Element* at) { return (F)(__builtin_convertvector(read<H>(at), W) << 16); }
    static void store(Element* at, Vector value) {
        const W bits = (W)value;
        const W rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
        const W quiet = (bits >> 16) | 0x40U;
        const H half = __builtin_convertvector(value == value ? rounded : quiet, H);
        __builtin_memcpy(at, &half, sizeof half);
    }
};

/// A type's vectors, and the same type one value at a time for rows shorter than a vector.
struct Float32 {
    using Many = Plain<float, Floats>;
    using One = Plain<float, Single>;
};
struct Float64 {
    using Many = Plain<double, Doubles>;
    using One = Plain<double, SingleDouble>;
};
struct Brain16 {
    using Many = Bfloat16<Floats, Words, Halves>;
    using One = Bfloat16<Single, SingleWord, SingleHalf>;
};

template <typename L, int Count>
void forward_block(const BiasReluRows& rows, long channel) {
    using Vector = typename L::Vector;
    const auto* x = static_cast<const typename L::Element*>(rows.x) + channel;
    const auto* position = static_cast<const typename L::Wide*>(rows.position);
    auto* y = static_cast<typename L::Element*>(rows.y) + channel;
    Vector bias[Count];
    for (int v = 0; v < Count; ++v) {
        bias[v] = read<Vector>(static_cast<const typename L::Wide*>(rows.bias) + channel + v * L::kLanes);
    }
    for (long p = 0; p < rows.places; ++p) {
        const long row = p * rows.channels;
        for (int v = 0; v < Count; ++v) {
            Vector value = L::load(x + row + v * L::kLanes) + bias[v];
            if (position) value += read<Vector>(position + row + channel + v * L::kLanes);
            L::store(y + row + v * L::kLanes, value <= 0 ? Vector{} : value);  // NaN goes through
        }
    }
}

template <typename L, int Count>
void backward_block(const BiasReluRowsGrad& rows, long channel) {
    using Vector = typename L::Vector;
    const auto* y = static_cast<const typename L::Element*>(rows.y) + channel;
    const auto* grad_y = static_cast<const typename L::Element*>(rows.grad_y) + channel;
    auto* grad_x = static_cast<typename L::Element*>(rows.grad_x) + channel;
    Vector sum[Count] = {};
    for (long p = 0; p < rows.places; ++p) {
        const long row = p * rows.channels;
        for (int v = 0; v < Count; ++v) {
            const long at = row + v * L::kLanes;
            const Vector grad = L::load(grad_y + at);
            const Vector passed = L::load(y + at) <= 0 ? Vector{} : grad;
            L::store(grad_x + at, passed);
            sum[v] += passed;
        }
    }
    auto* sums = static_cast<typename L::Wide*>(rows.sums) + channel;
    for (int v = 0; v < Count; ++v) __builtin_memcpy(sums + v * L::kLanes, &sum[v], sizeof sum[v]);
}

template <typename L, int Count>
void sum_block(const BiasReluImageSum& job, long at) {
    using Vector = typename L::Vector;
    const auto* rows = static_cast<const typename L::Element*>(job.rows) + at;
    Vector sum[Count] = {};
    for (long n = 0; n < job.images; ++n) {
        for (int v = 0; v < Count; ++v) sum[v] += L::load(rows + n * job.stride + v * L::kLanes);
    }
    auto* sums = static_cast<typename L::Wide*>(job.sums) + at;
    for (int v = 0; v < Count; ++v) __builtin_memcpy(sums + v * L::kLanes, &sum[v], sizeof sum[v]);
}

/// Calls `group` for four vectors at a time, then `single`, then `scalar` for each value of the rest.
template <long lanes, typename Group, typename Vector, typename Scalar>
void cover(long begin, long end, Group group, Vector single, Scalar scalar) {
    long at = begin;
    for (; at + kVectors * lanes <= end; at += kVectors * lanes) group(at);
    for (; at + lanes <= end; at += lanes) single(at);
    for (; at < end; ++at) scalar(at);
}

template <typename Type>
void forward(const BiasReluRows& rows) {
    using L = typename Type::Many;
    cover<L::kLanes>(
        0, rows.channels, [&](long c) { forward_block<L, kVectors>(rows, c); },
        [&](long c) { forward_block<L, 1>(rows, c); }, [&](long c) { forward_block<typename Type::One, 1>(rows, c); });
}

template <typename Type>
void backward(const BiasReluRowsGrad& rows) {
    using L = typename Type::Many;
    cover<L::kLanes>(
        0, rows.channels, [&](long c) { backward_block<L, kVectors>(rows, c); },
        [&](long c) { backward_block<L, 1>(rows, c); },
        [&](long c) { backward_block<typename Type::One, 1>(rows, c); });
}

template <typename Type>
void sum_images(const BiasReluImageSum& job) {
    using L = typename Type::Many;
    cover<L::kLanes>(
        job.begin, job.end, [&](long i) { sum_block<L, kVectors>(job, i); }, [&](long i) { sum_block<L, 1>(job, i); },
        [&](long i) { sum_block<typename Type::One, 1>(job, i); });
}

}  // namespace

const BiasReluKernels& BPLF_BIAS_RELU_NAME() {
    static constexpr BiasReluKernels kernels{{forward<Float32>, forward<Float64>, forward<Brain16>},
                                             {backward<Float32>, backward<Float64>, backward<Brain16>},
                                             {sum_images<Float32>, sum_images<Float64>, sum_images<Brain16>}};
    return kernels;
}

}  // namespace bplf::nn
