// SPDX-License-Identifier: GPL-3.0-or-later
// bias_relu's loops for AVX-512.
#define BPLF_BIAS_RELU_NAME bias_relu_avx512
#define BPLF_BIAS_RELU_FLOATS 16
#include "core/nn/bias_relu_impl.inl"
