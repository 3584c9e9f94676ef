// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution by few products against LibTorch's own, on each instruction set.
#include "core/nn/winograd_conv.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "core/nn/winograd_conv_kernels.h"

namespace bplf::nn {
namespace {

using WinogradKernel = void (*)(const WinogradJob&);

/// What a convolution adds to its sums; undefined: nothing.
struct Epilogue {
    at::Tensor bias, gain, position;
    bool relu = false;
};

/// Runs one kernel on x [in, H, W] with a zero ring; returns [out, H, W].
at::Tensor run_winograd(WinogradKernel kernel, const at::Tensor& x, const at::Tensor& weight,
                        const Epilogue& epilogue) {
    const int in = static_cast<int>(x.size(0)), height = static_cast<int>(x.size(1)),
              width = static_cast<int>(x.size(2)), out = static_cast<int>(weight.size(0));
    const at::Tensor w = weight.contiguous();
    const WinogradConv conv = pack_winograd({w.const_data_ptr<float>(), static_cast<std::size_t>(w.numel())}, out, in);
    const at::Tensor ringed = at::constant_pad_nd(x, {1, 1, 1, 1}).permute({1, 2, 0}).contiguous();
    const auto padded = [&](const at::Tensor& t) {
        return t.defined() ? at::constant_pad_nd(t, {0, conv.out_padded - out}).contiguous() : t;
    };
    const at::Tensor bias = padded(epilogue.bias), gain = padded(epilogue.gain),
                     position =
                         padded(epilogue.position.defined() ? epilogue.position.permute({1, 2, 0}) : at::Tensor());
    const auto values = [](const at::Tensor& t) { return t.defined() ? t.const_data_ptr<float>() : nullptr; };
    at::Tensor y = at::empty({height, width, conv.out_padded});
    std::vector<float> scratch(
        static_cast<std::size_t>(16 * (winograd_step(conv.in) + winograd_step(conv.out_padded))));
    const ConvJob job{ringed.const_data_ptr<float>(),
                      nullptr,
                      y.mutable_data_ptr<float>(),
                      values(bias),
                      values(gain),
                      values(position),
                      (width + 2) * in,
                      in,
                      width * conv.out_padded,
                      conv.out_padded,
                      in,
                      3,
                      conv.out_padded,
                      height,
                      width,
                      epilogue.relu};
    kernel({job, conv.weight.data(), scratch.data()});
    return y.narrow(2, 0, out).permute({2, 0, 1});
}

std::vector<std::pair<const char*, WinogradKernel>> winograd_kernels() {
    std::vector<std::pair<const char*, WinogradKernel>> all{{"baseline", winograd_conv_baseline}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.emplace_back("avx2", winograd_conv_avx2);
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        all.emplace_back("avx512", winograd_conv_avx512);
#endif
    return all;
}

at::Tensor by_libtorch(const at::Tensor& x, const at::Tensor& weight, const Epilogue& epilogue) {
    at::Tensor sum = at::conv2d(x.unsqueeze(0).to(at::kDouble), weight.to(at::kDouble), {}, 1, 1)[0];
    if (epilogue.position.defined()) sum = sum + epilogue.position;
    if (epilogue.gain.defined()) sum = sum * epilogue.gain.view({-1, 1, 1});
    sum = sum + epilogue.bias.view({-1, 1, 1});
    return (epilogue.relu ? at::relu(sum) : sum).to(at::kFloat);
}

TEST(WinogradConv, EveryInstructionSetMatchesLibTorch) {
    for (const auto& [name, kernel] : winograd_kernels()) {
        for (const int out : {1, 16, 17, 48, 80}) {
            // The largest has more tiles than are worked on at once, and a part of so many.
            for (const auto& [in, height, width] : {std::tuple{2, 4, 6}, {16, 2, 2}, {35, 8, 8}, {48, 18, 10}}) {
                const at::Tensor x = at::randn({in, height, width}), weight = at::randn({out, in, 3, 3}) * 0.2;
                const Epilogue plain{at::randn({out}), {}, {}, false};
                const Epilogue full{at::randn({out}), at::rand({out}) + 0.5, at::randn({out, height, width}), true};
                for (const Epilogue& epilogue : {plain, full})
                    EXPECT_TRUE(at::allclose(run_winograd(kernel, x, weight, epilogue),
                                             by_libtorch(x, weight, epilogue), 1e-4, 1e-4))
                        << name << ' ' << in << " -> " << out;
            }
        }
    }
}

TEST(WinogradConv, VectorsWithFusedMultiplyAddsGiveTheSameBits) {
    const at::Tensor x = at::randn({48, 12, 16}), weight = at::randn({48, 48, 3, 3}) * 0.2;
    const auto all = winograd_kernels();
    if (all.size() < 3) GTEST_SKIP() << "this processor has one vector unit with fused multiply-adds or none";
    const Epilogue epilogue{at::randn({48}), {}, {}, true};
    EXPECT_TRUE(
        at::equal(run_winograd(all[1].second, x, weight, epilogue), run_winograd(all[2].second, x, weight, epilogue)));
}

TEST(WinogradConv, NotANumberGoesThroughTheRectifier) {
    at::Tensor x = at::randn({2, 4, 8});
    x[1][3][0] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor weight = at::randn({17, 2, 3, 3});
    for (const auto& [name, kernel] : winograd_kernels()) {
        const at::Tensor y = run_winograd(kernel, x, weight, {at::zeros({17}), {}, {}, true});
        EXPECT_TRUE(y.select(1, 3).select(1, 0).isnan().all().item<bool>()) << name;
        EXPECT_FALSE(y.slice(2, 4).isnan().any().item<bool>()) << name << ": far from it";
    }
}

}  // namespace
}  // namespace bplf::nn
