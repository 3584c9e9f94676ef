// SPDX-License-Identifier: GPL-3.0-or-later
// Vector loops of the CPU kernels over the channels of one image. The same source is compiled once per
// instruction set; the best one for this processor is chosen at run time.
#pragma once

#include "core/ops/ops_table.h"

namespace bplf::ops {

/// What a coupling needs to know of its per-channel constants; see DynamicLinearArgs.
template <typename T>
struct CouplingConstants {
    const T* a = nullptr;
    const T* b = nullptr;
    T clamp = 0;
    T sign = 1;
};

/// One image: every pointer is [channels][plane], contiguous.
template <typename T>
struct CouplingImage {
    const T* v = nullptr;
    const T* raw = nullptr;
    const T* mu = nullptr;
    T* out = nullptr;
    int64_t channels = 0;
    int64_t plane = 0;
    CouplingConstants<T> constants;
};

/// `sums` receives Σ ∂/∂a and Σ ∂/∂b per channel, [channels][2]. With `accumulate`, grad_raw and
/// grad_mu are added to and sums too.
template <typename T>
struct CouplingImageGrad {
    const T* v = nullptr;
    const T* raw = nullptr;
    const T* mu = nullptr;
    const T* grad_out = nullptr;
    T grad_log_det = 0;
    T* grad_v = nullptr;
    T* grad_raw = nullptr;
    T* grad_mu = nullptr;
    double* sums = nullptr;
    bool accumulate = false;
    int64_t channels = 0;
    int64_t plane = 0;
    CouplingConstants<T> constants;
};

/// One image of an affine map with one factor and one shift per channel.
template <typename T>
struct AffineImage {
    const T* v = nullptr;
    const T* factor = nullptr;  ///< [channels]
    const T* shift = nullptr;   ///< [channels]
    T* out = nullptr;
    bool scale_first = true;
    int64_t channels = 0;
    int64_t plane = 0;
};

/// `sums` receives, per channel, Σ g and Σ g·v (scale first) or Σ g·(v + shift), [channels][2].
template <typename T>
struct AffineImageGrad {
    const T* v = nullptr;
    const T* factor = nullptr;
    const T* shift = nullptr;
    const T* grad_out = nullptr;
    T* grad_v = nullptr;
    double* sums = nullptr;
    bool scale_first = true;
    int64_t channels = 0;
    int64_t plane = 0;
};

/// One image against a Gaussian given per element, or per channel when `per_plane` is false.
template <typename T>
struct GaussianImage {
    const T* z = nullptr;
    Operand mean;
    Operand log_sd;
    int64_t channels = 0;
    int64_t plane = 0;
};

/// With per_plane, grad_mean and grad_log_sd are written (added to with `accumulate`); otherwise
/// `sums` receives both per channel, [channels][2].
template <typename T>
struct GaussianImageGrad {
    GaussianImage<T> in;
    T grad = 0;
    T* grad_z = nullptr;
    T* grad_mean = nullptr;
    T* grad_log_sd = nullptr;
    double* sums = nullptr;
    bool accumulate = false;
};

/// The loops for one element type. Indexed [ScaleKind][scale_first].
template <typename T>
struct Lanes {
    double (*coupling[4][2])(const CouplingImage<T>&) = {};
    void (*coupling_grad[4][2])(const CouplingImageGrad<T>&) = {};
    void (*affine)(const AffineImage<T>&) = nullptr;
    void (*affine_grad)(const AffineImageGrad<T>&) = nullptr;
    double (*gaussian)(const GaussianImage<T>&) = nullptr;
    void (*gaussian_grad)(const GaussianImageGrad<T>&) = nullptr;
};

/// The loops of the best instruction set this processor has; the choice is made once.
template <typename T>
const Lanes<T>& lanes();

/// The loops for "baseline", "avx2" or "avx512"; null when this processor or build has none.
template <typename T>
const Lanes<T>* lanes_named(const char* name);

/// Which one lanes() chose.
const char* lanes_name();

}  // namespace bplf::ops
