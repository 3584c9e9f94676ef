// SPDX-License-Identifier: GPL-3.0-or-later
// The loops behind lanes.h. Included by one unit per instruction set, which names itself in
// BPLF_LANES_NAMESPACE. Only built-ins, see lanes_math.inl.

#include "core/ops/cpu/lanes_math.inl"

namespace bplf::ops::BPLF_LANES_NAMESPACE {
namespace {

/// log s and its derivatives by raw, a and b.
template <typename T>
struct LogScale {
    T value;
    T by_raw;
    T by_a;
};

template <ScaleKind kind, typename T>
inline LogScale<T> log_scale(T raw, T a, T b, T clamp) {
    if constexpr (kind == ScaleKind::kTanh) {
        const T t = lane_tanh(raw);
        return {a * t + b, a * (T(1) - t * t), t};
    } else if constexpr (kind == ScaleKind::kSigmoid2) {
        const T u = raw + T(2);
        const T q = lane_exp(u < T(0) ? u : -u);
        const T log_sigmoid = (u < T(0) ? u : T(0)) - lane_log1p_unit(q);
        return {log_sigmoid, (u < T(0) ? T(1) : q) / (T(1) + q), T(0)};
    } else if constexpr (kind == ScaleKind::kClamp) {
        const T low = raw < -clamp ? -clamp : raw;
        const T value = low > clamp ? clamp : low;
        return {value, value == raw ? T(1) : T(0), T(0)};
    } else {
        return {T(0), T(0), T(0)};
    }
}

template <typename T, ScaleKind kind, bool scale_first>
double coupling_channel(const CouplingImage<T>& image, int64_t channel) {
    const T* __restrict v = image.v + channel * image.plane;
    const T* __restrict raw = image.raw + channel * image.plane;
    const T* __restrict mu = image.mu + channel * image.plane;
    T* __restrict out = image.out + channel * image.plane;
    constexpr bool uses_ab = kind == ScaleKind::kTanh;
    const T a = uses_ab ? image.constants.a[channel] : T(0);
    const T b = uses_ab ? image.constants.b[channel] : T(0);
    const T clamp = image.constants.clamp;
    const T sign = image.constants.sign;
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < image.plane; ++i) {
        const T l = sign * log_scale<kind, T>(raw[i], a, b, clamp).value;
        const T e = kind == ScaleKind::kNone ? T(1) : lane_exp(l);
        const T m = sign * mu[i];
        out[i] = scale_first ? v[i] * e + m : (v[i] + m) * e;
        sum += static_cast<double>(l);
    }
    return sum;
}

template <typename T, ScaleKind kind, bool scale_first>
double coupling(const CouplingImage<T>& image) {
    double sum = 0;
    for (int64_t channel = 0; channel < image.channels; ++channel) {
        sum += coupling_channel<T, kind, scale_first>(image, channel);
    }
    return sum;
}

template <typename T, ScaleKind kind, bool scale_first, bool accumulate>
void coupling_grad_channel(const CouplingImageGrad<T>& image, int64_t channel) {
    const int64_t start = channel * image.plane;
    const T* __restrict v = image.v + start;
    const T* __restrict raw = image.raw + start;
    const T* __restrict mu = image.mu + start;
    const T* __restrict grad_out = image.grad_out + start;
    T* __restrict grad_v = image.grad_v + start;
    T* __restrict grad_raw = image.grad_raw + start;
    T* __restrict grad_mu = image.grad_mu + start;
    constexpr bool uses_ab = kind == ScaleKind::kTanh;
    const T a = uses_ab ? image.constants.a[channel] : T(0);
    const T b = uses_ab ? image.constants.b[channel] : T(0);
    const T clamp = image.constants.clamp;
    const T sign = image.constants.sign;
    const T grad_log_det = image.grad_log_det;
    double sum_a = 0;
    double sum_b = 0;
#pragma omp simd reduction(+ : sum_a, sum_b)
    for (int64_t i = 0; i < image.plane; ++i) {
        const LogScale<T> s = log_scale<kind, T>(raw[i], a, b, clamp);
        const T e = kind == ScaleKind::kNone ? T(1) : lane_exp(sign * s.value);
        const T through = grad_out[i] * e;
        const T base = scale_first ? v[i] : v[i] + sign * mu[i];
        const T by_log_scale = sign * (through * base + grad_log_det);
        grad_v[i] = through;
        const T by_mu = sign * (scale_first ? grad_out[i] : through);
        const T by_raw = by_log_scale * s.by_raw;
        grad_mu[i] = accumulate ? grad_mu[i] + by_mu : by_mu;
        grad_raw[i] = accumulate ? grad_raw[i] + by_raw : by_raw;
        if constexpr (uses_ab) {
            sum_a += static_cast<double>(by_log_scale * s.by_a);
            sum_b += static_cast<double>(by_log_scale);
        }
    }
    double* sums = image.sums + 2 * channel;
    sums[0] = accumulate ? sums[0] + sum_a : sum_a;
    sums[1] = accumulate ? sums[1] + sum_b : sum_b;
}

template <typename T, ScaleKind kind, bool scale_first>
void coupling_grad(const CouplingImageGrad<T>& image) {
    for (int64_t channel = 0; channel < image.channels; ++channel) {
        if (image.accumulate) {
            coupling_grad_channel<T, kind, scale_first, true>(image, channel);
        } else {
            coupling_grad_channel<T, kind, scale_first, false>(image, channel);
        }
    }
}

template <typename T>
void affine(const AffineImage<T>& image) {
    for (int64_t channel = 0; channel < image.channels; ++channel) {
        const T* __restrict v = image.v + channel * image.plane;
        T* __restrict out = image.out + channel * image.plane;
        const T factor = image.factor[channel];
        const T shift = image.shift[channel];
        const bool scale_first = image.scale_first;
#pragma omp simd
        for (int64_t i = 0; i < image.plane; ++i) {
            out[i] = scale_first ? v[i] * factor + shift : (v[i] + shift) * factor;
        }
    }
}

template <typename T>
void affine_grad(const AffineImageGrad<T>& image) {
    for (int64_t channel = 0; channel < image.channels; ++channel) {
        const T* __restrict v = image.v + channel * image.plane;
        const T* __restrict grad_out = image.grad_out + channel * image.plane;
        T* __restrict grad_v = image.grad_v + channel * image.plane;
        const T factor = image.factor[channel];
        const T shift = image.scale_first ? T(0) : image.shift[channel];
        double sum = 0;
        double product = 0;
#pragma omp simd reduction(+ : sum, product)
        for (int64_t i = 0; i < image.plane; ++i) {
            grad_v[i] = grad_out[i] * factor;
            sum += static_cast<double>(grad_out[i]);
            product += static_cast<double>(grad_out[i] * (v[i] + shift));
        }
        image.sums[2 * channel] = sum;
        image.sums[2 * channel + 1] = product;
    }
}

constexpr double kHalfLogTwoPi = 0.91893853320467274178;

template <typename T>
double gaussian_channel(const GaussianImage<T>& image, int64_t channel) {
    const T* __restrict z = image.z + channel * image.plane;
    const T* __restrict mean = static_cast<const T*>(image.mean.data) + channel * image.mean.channel_step;
    const T* __restrict log_sd = static_cast<const T*>(image.log_sd.data) + channel * image.log_sd.channel_step;
    double sum = 0;
    if (image.mean.per_plane) {
#pragma omp simd reduction(+ : sum)
        for (int64_t i = 0; i < image.plane; ++i) {
            const T d = (z[i] - mean[i]) * lane_exp(-log_sd[i]);
            sum += static_cast<double>(log_sd[i] + T(0.5) * d * d);
        }
        return sum;
    }
    const T m = *mean;
    const T inverse_sd = lane_exp(-*log_sd);
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < image.plane; ++i) {
        const T d = (z[i] - m) * inverse_sd;
        sum += static_cast<double>(d * d);
    }
    return 0.5 * sum + static_cast<double>(image.plane) * static_cast<double>(*log_sd);
}

template <typename T>
double gaussian(const GaussianImage<T>& image) {
    double sum = 0;
    for (int64_t channel = 0; channel < image.channels; ++channel) {
        sum += gaussian_channel<T>(image, channel);
    }
    return -sum - kHalfLogTwoPi * static_cast<double>(image.channels * image.plane);
}

template <typename T, bool accumulate>
void gaussian_grad_plane(const GaussianImageGrad<T>& image, int64_t channel) {
    const GaussianImage<T>& in = image.in;
    const int64_t start = channel * in.plane;
    const T* __restrict z = in.z + start;
    const T* __restrict mean = static_cast<const T*>(in.mean.data) + channel * in.mean.channel_step;
    const T* __restrict log_sd = static_cast<const T*>(in.log_sd.data) + channel * in.log_sd.channel_step;
    T* __restrict grad_z = image.grad_z + start;
    T* __restrict grad_mean = image.grad_mean + start;
    T* __restrict grad_log_sd = image.grad_log_sd + start;
    const T grad = image.grad;
#pragma omp simd
    for (int64_t i = 0; i < in.plane; ++i) {
        const T inverse_sd = lane_exp(-log_sd[i]);
        const T d = (z[i] - mean[i]) * inverse_sd;
        const T by_mean = grad * d * inverse_sd;
        const T by_log_sd = grad * (d * d - T(1));
        grad_z[i] = -by_mean;
        grad_mean[i] = accumulate ? grad_mean[i] + by_mean : by_mean;
        grad_log_sd[i] = accumulate ? grad_log_sd[i] + by_log_sd : by_log_sd;
    }
}

template <typename T>
void gaussian_grad_channel(const GaussianImageGrad<T>& image, int64_t channel) {
    const GaussianImage<T>& in = image.in;
    const T* __restrict z = in.z + channel * in.plane;
    const T mean = static_cast<const T*>(in.mean.data)[channel * in.mean.channel_step];
    const T inverse_sd = lane_exp(-static_cast<const T*>(in.log_sd.data)[channel * in.log_sd.channel_step]);
    T* __restrict grad_z = image.grad_z + channel * in.plane;
    const T grad = image.grad;
    double by_mean = 0;
    double by_log_sd = 0;
#pragma omp simd reduction(+ : by_mean, by_log_sd)
    for (int64_t i = 0; i < in.plane; ++i) {
        const T d = (z[i] - mean) * inverse_sd;
        const T g = grad * d * inverse_sd;
        grad_z[i] = -g;
        by_mean += static_cast<double>(g);
        by_log_sd += static_cast<double>(grad * (d * d - T(1)));
    }
    image.sums[2 * channel] = by_mean;
    image.sums[2 * channel + 1] = by_log_sd;
}

template <typename T>
void gaussian_grad(const GaussianImageGrad<T>& image) {
    for (int64_t channel = 0; channel < image.in.channels; ++channel) {
        if (!image.in.mean.per_plane) {
            gaussian_grad_channel<T>(image, channel);
        } else if (image.accumulate) {
            gaussian_grad_plane<T, true>(image, channel);
        } else {
            gaussian_grad_plane<T, false>(image, channel);
        }
    }
}

template <typename T, ScaleKind kind>
constexpr void add_coupling(Lanes<T>& table) {
    const int row = static_cast<int>(kind);
    table.coupling[row][0] = coupling<T, kind, false>;
    table.coupling[row][1] = coupling<T, kind, true>;
    table.coupling_grad[row][0] = coupling_grad<T, kind, false>;
    table.coupling_grad[row][1] = coupling_grad<T, kind, true>;
}

template <typename T>
constexpr Lanes<T> make_lanes() {
    Lanes<T> table{};
    add_coupling<T, ScaleKind::kNone>(table);
    add_coupling<T, ScaleKind::kTanh>(table);
    add_coupling<T, ScaleKind::kSigmoid2>(table);
    add_coupling<T, ScaleKind::kClamp>(table);
    table.affine = affine<T>;
    table.affine_grad = affine_grad<T>;
    table.gaussian = gaussian<T>;
    table.gaussian_grad = gaussian_grad<T>;
    return table;
}

// Constant tables: nothing of this unit runs before the processor has been asked.
constexpr Lanes<float> kFloatLanes = make_lanes<float>();
constexpr Lanes<double> kDoubleLanes = make_lanes<double>();

}  // namespace

const Lanes<float>& float_lanes();
const Lanes<double>& double_lanes();

const Lanes<float>& float_lanes() {
    return kFloatLanes;
}

const Lanes<double>& double_lanes() {
    return kDoubleLanes;
}

}  // namespace bplf::ops::BPLF_LANES_NAMESPACE
