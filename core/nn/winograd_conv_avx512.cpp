// SPDX-License-Identifier: GPL-3.0-or-later
// winograd_conv's loops for AVX-512.
#define BPLF_WINOGRAD_NAME winograd_conv_avx512
#define BPLF_CONV_FLOATS 16
#define BPLF_CONV_VECTORS 4
#define BPLF_CONV_PIXELS(group) ((group) == 4 ? 6 : 8)
#include "core/nn/winograd_conv_impl.inl"
