// SPDX-License-Identifier: GPL-3.0-or-later
// winograd_conv's loops for any processor (four floats per register).
#define BPLF_WINOGRAD_NAME winograd_conv_baseline
#define BPLF_CONV_FLOATS 4
#define BPLF_CONV_VECTORS 4
#define BPLF_CONV_PIXELS(group) 4
#include "core/nn/winograd_conv_impl.inl"
