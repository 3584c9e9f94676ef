// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/winograd_conv.h"

#include "core/base/error.h"
#include "core/nn/winograd_conv_kernels.h"

namespace bplf::nn {
namespace {

using Kernel = void (*)(const WinogradJob&);

Kernel choose_kernel() {
#if defined(BPLF_CONV_X86)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        return winograd_conv_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return winograd_conv_avx2;
#endif
    return winograd_conv_baseline;
}

/// G g of three numbers: the filter at the points 0, 1, −1 and ∞.
void at_points(const double* g, int step, double* to, int to_step) {
    to[0] = g[0];
    to[to_step] = (g[0] + g[step] + g[2 * step]) / 2;
    to[2 * to_step] = (g[0] - g[step] + g[2 * step]) / 2;
    to[3 * to_step] = g[2 * step];
}

}  // namespace

WinogradConv pack_winograd(std::span<const float> weight, int out, int in) {
    BPLF_CHECK(weight.size() == static_cast<std::size_t>(out) * static_cast<std::size_t>(in) * 9,
               "winograd_conv: weight size");
    WinogradConv conv{in, out, (out + kConvLanes - 1) / kConvLanes * kConvLanes, {}};
    conv.weight.assign(static_cast<std::size_t>(16 * in * conv.out_padded), 0.0f);
    for (int o = 0; o < out; ++o) {
        for (int i = 0; i < in; ++i) {
            double g[9], rows[12], points[16];
            for (int t = 0; t < 9; ++t) g[t] = weight[static_cast<std::size_t>((o * in + i) * 9 + t)];
            for (int x = 0; x < 3; ++x) at_points(g + x, 3, rows + x, 3);
            for (int y = 0; y < 4; ++y) at_points(rows + 3 * y, 1, points + 4 * y, 1);
            for (int k = 0; k < 16; ++k)
                conv.weight[static_cast<std::size_t>((k * in + i) * conv.out_padded + o)] =
                    static_cast<float>(points[k]);
        }
    }
    return conv;
}

void winograd_conv(const WinogradConv& conv, const ConvInput& input, int height, int width, const ConvOutput& output,
                   const ConvEpilogue& epilogue, std::vector<float>& scratch) {
    static const Kernel kernel = choose_kernel();
    BPLF_CHECK(height % 2 == 0 && width % 2 == 0, "winograd_conv: even sides");
    const auto needed = static_cast<std::size_t>(16 * (winograd_step(conv.in) + winograd_step(conv.out_padded)));
    if (scratch.size() < needed) scratch.resize(needed);
    const ConvJob job{input.corner,
                      nullptr,
                      output.origin,
                      epilogue.bias,
                      epilogue.gain,
                      epilogue.position,
                      input.row_stride,
                      input.pixel_stride,
                      output.row_stride,
                      output.pixel_stride,
                      conv.in,
                      3,
                      conv.out_padded,
                      height,
                      width,
                      epilogue.relu};
    kernel({job, conv.weight.data(), scratch.data()});
}

}  // namespace bplf::nn
