// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/direct_conv.h"

#include "core/base/error.h"
#include "core/nn/direct_conv_kernels.h"

namespace bplf::nn {
namespace {

using Kernel = void (*)(const ConvJob&);

Kernel choose_kernel() {
#if defined(BPLF_CONV_X86)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        return direct_conv_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return direct_conv_avx2;
#endif
    return direct_conv_baseline;
}

}  // namespace

PackedConv pack_conv(std::span<const float> weight, int out, int in, int kernel) {
    BPLF_CHECK(kernel % 2 == 1, "direct_conv: odd kernels");
    BPLF_CHECK(weight.size() == static_cast<std::size_t>(out) * static_cast<std::size_t>(in * kernel * kernel),
               "direct_conv: weight size");
    PackedConv conv{in, out, kernel, (out + kConvLanes - 1) / kConvLanes * kConvLanes, {}};
    conv.weight.assign(static_cast<std::size_t>(kernel * kernel * in * conv.out_padded), 0.0f);
    const int taps = kernel * kernel;
    for (int o = 0; o < out; ++o) {
        for (int i = 0; i < in; ++i) {
            for (int t = 0; t < taps; ++t) {
                conv.weight[static_cast<std::size_t>((t * in + i) * conv.out_padded + o)] =
                    weight[static_cast<std::size_t>((o * in + i) * taps + t)];
            }
        }
    }
    return conv;
}

void direct_conv(const PackedConv& conv, const ConvInput& input, int height, int width, const ConvOutput& output,
                 const ConvEpilogue& epilogue) {
    static const Kernel kernel = choose_kernel();
    kernel({input.corner, conv.weight.data(), output.origin, epilogue.bias, epilogue.gain, epilogue.position,
            input.row_stride, input.pixel_stride, output.row_stride, output.pixel_stride, conv.in, conv.kernel,
            conv.out_padded, height, width, epilogue.relu});
}

}  // namespace bplf::nn
