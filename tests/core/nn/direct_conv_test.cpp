// SPDX-License-Identifier: GPL-3.0-or-later
// The direct convolution against LibTorch's own operations.
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "core/nn/direct_conv.h"
#include "core/nn/direct_conv_kernels.h"

namespace bplf::nn {
namespace {

/// Runs one kernel on x [in, H, W] with a zero ring; returns [out, H, W].
at::Tensor run_kernel(void (*kernel)(const ConvJob&), const at::Tensor& x, const at::Tensor& weight,
                      const at::Tensor& bias, const at::Tensor& gain, const at::Tensor& position, bool relu) {
    const int in = static_cast<int>(x.size(0)), height = static_cast<int>(x.size(1)),
              width = static_cast<int>(x.size(2));
    const int out = static_cast<int>(weight.size(0)), k = static_cast<int>(weight.size(2)), ring = k / 2;
    const at::Tensor w = weight.contiguous();
    const PackedConv conv = pack_conv({w.const_data_ptr<float>(), static_cast<std::size_t>(w.numel())}, out, in, k);
    const at::Tensor padded = at::constant_pad_nd(x, {ring, ring, ring, ring}).permute({1, 2, 0}).contiguous();
    const auto pad = [&](const at::Tensor& t) {
        return at::constant_pad_nd(t, {0, conv.out_padded - out}).contiguous();
    };
    const at::Tensor b = pad(bias), g = gain.defined() ? pad(gain) : at::Tensor();
    const at::Tensor p = position.defined() ? pad(position.permute({1, 2, 0})) : at::Tensor();
    at::Tensor y = at::empty({height, width, conv.out_padded});
    kernel({padded.const_data_ptr<float>(), conv.weight.data(), y.mutable_data_ptr<float>(), b.const_data_ptr<float>(),
            g.defined() ? g.const_data_ptr<float>() : nullptr, p.defined() ? p.const_data_ptr<float>() : nullptr,
            (width + 2 * ring) * in, in, width * conv.out_padded, conv.out_padded, in, k, conv.out_padded, height,
            width, relu});
    return y.narrow(2, 0, out).permute({2, 0, 1});
}

std::vector<std::pair<const char*, void (*)(const ConvJob&)>> kernels() {
    std::vector<std::pair<const char*, void (*)(const ConvJob&)>> all{{"baseline", direct_conv_baseline}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.emplace_back("avx2", direct_conv_avx2);
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        all.emplace_back("avx512", direct_conv_avx512);
#endif
    return all;
}

TEST(DirectConv, EveryInstructionSetMatchesLibTorch) {
    for (const auto& [name, kernel] : kernels()) {
        for (const int out : {1, 4, 16, 17, 64, 80}) {
            for (const auto& [in, height, width, k] : {std::tuple{2, 5, 7, 3}, {16, 4, 4, 1}, {33, 1, 3, 3}}) {
                const at::Tensor x = at::randn({in, height, width}), weight = at::randn({out, in, k, k}) * 0.2;
                const at::Tensor bias = at::randn({out}), gain = at::rand({out}) + 0.5,
                                 position = at::randn({out, height, width});
                const at::Tensor sum = at::conv2d(x.unsqueeze(0), weight, {}, 1, k / 2)[0];
                const at::Tensor expected = at::relu(gain.view({-1, 1, 1}) * (sum + position) + bias.view({-1, 1, 1}));
                EXPECT_TRUE(
                    at::allclose(run_kernel(kernel, x, weight, bias, gain, position, true), expected, 1e-4, 1e-4))
                    << name << " " << out;
                EXPECT_TRUE(at::allclose(run_kernel(kernel, x, weight, bias, {}, {}, false),
                                         sum + bias.view({-1, 1, 1}), 1e-4, 1e-4))
                    << name << " " << out;
            }
        }
    }
}

TEST(DirectConv, NotANumberGoesThroughTheRectifier) {
    at::Tensor x = at::randn({2, 4, 5});
    x[1][2][2] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor weight = at::randn({17, 2, 1, 1});
    for (const auto& [name, kernel] : kernels()) {
        const at::Tensor y = run_kernel(kernel, x, weight, at::zeros({17}), {}, {}, true);
        EXPECT_TRUE(y.select(1, 2).select(1, 2).isnan().all().item<bool>()) << name;
        EXPECT_EQ(y.isnan().sum().item<std::int64_t>(), 17) << name;
    }
}

}  // namespace
}  // namespace bplf::nn
