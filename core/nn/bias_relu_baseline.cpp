// SPDX-License-Identifier: GPL-3.0-or-later
// bias_relu's loops for any processor (four floats per register).
#define BPLF_BIAS_RELU_NAME bias_relu_baseline
#define BPLF_BIAS_RELU_FLOATS 4
#include "core/nn/bias_relu_impl.inl"
