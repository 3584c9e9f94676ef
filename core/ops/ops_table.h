// SPDX-License-Identifier: GPL-3.0-or-later
// What a device must offer: one table of kernels on raw pointers, filled by the CPU twins and by the
// CUDA module. Plain C++17, so that nvcc reads it too.
#pragma once

#include <cstdint>

namespace bplf::ops {

enum class Precision { kFloat32, kFloat64 };

/// How raw network output becomes log s inside a kernel; in the order of ops::Scale.
enum class ScaleKind { kNone, kTanh, kSigmoid2, kClamp };

/// Sizes of [images, channels, plane]; plane = H·W.
struct Extent {
    int64_t images = 0;
    int64_t channels = 0;
    int64_t plane = 0;
};

/// An operand of [images, channels, plane]. Steps are in elements; a step of 0 means shared. When
/// `per_plane` is false there is one value per channel.
struct Operand {
    const void* data = nullptr;
    int64_t image_step = 0;
    int64_t channel_step = 0;
    bool per_plane = true;
};

/// With l = sign · log s(raw) and m = sign · mu: out = v·e^l + m when `scale_first`, else (v + m)·e^l,
/// and log_det = Σ l per image. The inverse of a coupling is the same map with the other order and
/// sign = −1, so the kernels know one direction only.
struct DynamicLinearArgs {
    Precision precision = Precision::kFloat32;
    int device = -1;  ///< CUDA ordinal; -1 on the CPU
    Extent extent;
    ScaleKind scale = ScaleKind::kNone;
    bool scale_first = true;
    double sign = 1.0;
    double clamp = 0.0;
    Operand v;                ///< channel_step = plane
    Operand raw;              ///< image_step 0 when one parameter set serves all images
    Operand mu;               ///< same steps as raw
    const void* a = nullptr;  ///< [channels], kTanh only
    const void* b = nullptr;
};

/// Writes out [images, channels, plane] and log_det [images].
struct DynamicLinearForward {
    DynamicLinearArgs in;
    void* out = nullptr;
    void* log_det = nullptr;
    double* scratch = nullptr;
};

/// Writes grad_v [images, channels, plane], grad_raw and grad_mu (one value for each value of raw and
/// mu, channels contiguous, images 2·channels apart), and grad_a, grad_b [channels] (kTanh only).
struct DynamicLinearBackward {
    DynamicLinearArgs in;
    const void* grad_out = nullptr;      ///< contiguous
    const void* grad_log_det = nullptr;  ///< [images]
    void* grad_v = nullptr;
    void* grad_raw = nullptr;
    void* grad_mu = nullptr;
    void* grad_a = nullptr;
    void* grad_b = nullptr;
    double* scratch = nullptr;
};

/// out = v·e + m when `scale_first`, else (v + m)·e, with l = sign · log_scale, e = exp(l),
/// m = sign · bias per channel.
struct ActnormArgs {
    Precision precision = Precision::kFloat32;
    int device = -1;
    Extent extent;
    bool scale_first = false;
    double sign = 1.0;
    Operand v;                        ///< channel_step = plane
    const void* bias = nullptr;       ///< [channels]
    const void* log_scale = nullptr;  ///< [channels]
};

struct ActnormForward {
    ActnormArgs in;
    void* out = nullptr;
};

struct ActnormBackward {
    ActnormArgs in;
    const void* grad_out = nullptr;  ///< contiguous
    void* grad_v = nullptr;
    void* grad_bias = nullptr;
    void* grad_log_scale = nullptr;
    double* scratch = nullptr;
};

struct GaussianArgs {
    Precision precision = Precision::kFloat32;
    int device = -1;
    Extent extent;
    Operand z;       ///< channel_step = plane
    Operand mean;    ///< image_step 0 when shared by all images
    Operand log_sd;  ///< same sharing as mean
};

struct GaussianForward {
    GaussianArgs in;
    void* log_p = nullptr;  ///< [images]
    double* scratch = nullptr;
};

/// Writes grad_z [images, channels, plane]; grad_mean and grad_log_sd contiguous, in mean's extent.
struct GaussianBackward {
    GaussianArgs in;
    const void* grad_log_p = nullptr;  ///< [images]
    void* grad_z = nullptr;
    void* grad_mean = nullptr;
    void* grad_log_sd = nullptr;
    double* scratch = nullptr;
};

/// Noise closer to 1 would round v + u up into the next bin: float32 near 255 has steps of 2^-16.
constexpr float kLargestNoise = 1.0F - 1.0F / 65536.0F;

struct DequantiseArgs {
    int device = -1;
    int64_t count = 0;
    int n_bits = 8;
    const uint8_t* pixels = nullptr;
    const float* noise = nullptr;  ///< null: bin centres
    float* out = nullptr;
};

struct QuantiseArgs {
    Precision precision = Precision::kFloat32;
    int device = -1;
    int64_t count = 0;
    int n_bits = 8;
    const void* x = nullptr;
    uint8_t* out = nullptr;
};

/// The kernels of one device. They write every element of their outputs, read nothing else, and
/// return when the work is done (CPU) or queued on the device's current stream (CUDA).
struct OpsTable {
    void (*dynamic_linear)(const DynamicLinearForward&) = nullptr;
    void (*dynamic_linear_backward)(const DynamicLinearBackward&) = nullptr;
    void (*actnorm)(const ActnormForward&) = nullptr;
    void (*actnorm_backward)(const ActnormBackward&) = nullptr;
    void (*gaussian_logp)(const GaussianForward&) = nullptr;
    void (*gaussian_logp_backward)(const GaussianBackward&) = nullptr;
    void (*dequantise)(const DequantiseArgs&) = nullptr;
    void (*quantise)(const QuantiseArgs&) = nullptr;
};

}  // namespace bplf::ops
