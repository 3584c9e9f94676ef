// SPDX-License-Identifier: GPL-3.0-or-later
// winograd_conv's loops for AVX2 with FMA.
#define BPLF_WINOGRAD_NAME winograd_conv_avx2
#define BPLF_CONV_FLOATS 8
#define BPLF_CONV_VECTORS 2
#define BPLF_CONV_PIXELS(group) 4
#include "core/nn/winograd_conv_impl.inl"
