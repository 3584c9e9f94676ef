// SPDX-License-Identifier: GPL-3.0-or-later
// The fused bias and ReLU against the same composed of LibTorch's operations, finite differences and plain loops.
#include "core/nn/bias_relu.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <cstring>

#include "core/nn/bias_relu_kernels.h"

namespace bplf::nn {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct BiasReluInputs {
    at::Tensor x, bias, position;
    std::vector<at::Tensor> all() const {
        return position.defined() ? std::vector{x, bias, position} : std::vector{x, bias};
    }
};

BiasReluInputs make_inputs(std::int64_t images, std::int64_t channels, std::int64_t height, std::int64_t width,
                           std::int64_t rows, bool with_position) {
    const auto random = [](at::IntArrayRef sizes) { return at::randn(sizes, at::kDouble).requires_grad_(true); };
    return {random({images, channels, height, width}), random({rows, channels}),
            with_position ? random({1, channels, height, width}) : at::Tensor()};
}

at::Tensor composed_bias_relu(const BiasReluInputs& in) {
    at::Tensor sum = in.x + in.bias.unsqueeze(-1).unsqueeze(-1);
    if (in.position.defined()) sum = sum + in.position;
    return at::relu(sum);
}

bool same_bits(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor left = a.contiguous(), right = b.contiguous();
    return left.sizes() == right.sizes() && left.scalar_type() == right.scalar_type() &&
           std::memcmp(left.const_data_ptr(), right.const_data_ptr(), left.nbytes()) == 0;
}

TEST(BiasRelu, MatchesComposedOperationsAndTheirGradients) {
    for (const std::int64_t channels : {1, 5, 16, 19, 64, 85}) {
        for (const bool per_image : {false, true}) {
            for (const bool with_position : {false, true}) {
                const auto in = make_inputs(3, channels, channels == 5 ? 1 : 4, channels == 5 ? 1 : 3,
                                            per_image ? 3 : 1, with_position);
                const at::Tensor y = bias_relu(in.x, in.bias, in.position), expected = composed_bias_relu(in);
                EXPECT_TRUE(at::allclose(y, expected, 1e-12, 1e-12)) << channels;
                const at::Tensor g = at::randn_like(y);
                const auto ours = torch::autograd::grad({y}, in.all(), {g}),
                           theirs = torch::autograd::grad({expected}, in.all(), {g});
                for (std::size_t i = 0; i < ours.size(); ++i)
                    EXPECT_TRUE(at::allclose(ours[i], theirs[i], 1e-10, 1e-10)) << channels << " " << i;
            }
        }
    }
}

TEST(BiasRelu, GradientsMatchFiniteDifferences) {
    const auto in = make_inputs(2, 3, 2, 2, 2, true);
    const at::Tensor weight = at::randn({2, 3, 2, 2}, at::kDouble);
    const auto value = [&] { return (bias_relu(in.x, in.bias, in.position) * weight).sum(); };
    const auto gradients = torch::autograd::grad({value()}, in.all());
    const at::NoGradGuard no_grad;
    constexpr double kStep = 1e-6;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const at::Tensor flat = in.all()[i].view(-1), gradient = gradients[i].contiguous().view(-1);
        for (std::int64_t k = 0; k < flat.numel(); ++k) {
            const double before = flat[k].item<double>();
            flat[k] = before + kStep;
            const double above = value().item<double>();
            flat[k] = before - kStep;
            const double below = value().item<double>();
            flat[k] = before;
            EXPECT_NEAR(gradient[k].item<double>(), (above - below) / (2 * kStep), 1e-7) << i << " " << k;
        }
    }
}

TEST(BiasRelu, RoundsBfloat16OnceAndSumsInFloat32) {
    const at::Tensor x = at::randn({4, 19, 3, 5}).to(at::kBFloat16).requires_grad_(true);
    const at::Tensor bias = at::randn({4, 19}).requires_grad_(true);
    const at::Tensor position = at::randn({1, 19, 3, 5}).requires_grad_(true);
    const at::Tensor y = bias_relu(x, bias, position);
    const at::Tensor wide = at::relu((x.to(at::kFloat) + bias.unsqueeze(-1).unsqueeze(-1)) + position);
    EXPECT_TRUE(same_bits(y, wide.to(at::kBFloat16)));
    const at::Tensor g = at::randn(y.sizes()).to(at::kBFloat16);
    const auto gradients = torch::autograd::grad({y}, {x, bias, position}, {g});
    const at::Tensor passed = at::where(y > 0, g, at::zeros_like(g)).to(at::kDouble);
    EXPECT_TRUE(at::equal(gradients[0].to(at::kDouble), passed));
    EXPECT_EQ(gradients[1].scalar_type(), at::kFloat);
    EXPECT_TRUE(at::allclose(gradients[1].to(at::kDouble), passed.sum({2, 3}), 1e-5, 1e-5));
    EXPECT_TRUE(at::allclose(gradients[2].to(at::kDouble), passed.sum(0, true), 1e-5, 1e-5));
}

TEST(BiasRelu, NotANumberStaysNotANumber) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble, at::kBFloat16}) {
        at::Tensor x = at::randn({2, 21, 2, 2}).to(type);
        x[0][3][1][0] = kNan;
        x[1][20][0][1] = kNan;
        x.requires_grad_(true);
        const at::Tensor y = bias_relu(x, at::zeros({1, 21}, type == at::kDouble ? at::kDouble : at::kFloat), {});
        EXPECT_TRUE(at::equal(y.isnan(), x.isnan())) << type;
        const auto ours = torch::autograd::grad({y}, {x}, {at::ones_like(y)})[0];
        const auto theirs = torch::autograd::grad({at::relu(x)}, {x}, {at::ones_like(x)})[0];
        EXPECT_TRUE(at::equal(ours, theirs)) << type;
    }
}

TEST(BiasRelu, DoesNotDependOnTheNumberOfThreads) {
    const at::Tensor x = at::randn({16, 64, 16, 16}).to(at::kBFloat16).requires_grad_(true);
    const at::Tensor bias = at::randn({1, 64}).requires_grad_(true);
    const at::Tensor position = at::randn({1, 64, 16, 16}).requires_grad_(true);
    const at::Tensor g = at::randn(x.sizes()).to(at::kBFloat16);
    const auto run = [&](int threads) {
        const int before = at::get_num_threads();
        at::set_num_threads(threads);
        const at::Tensor y = bias_relu(x, bias, position);
        auto results = torch::autograd::grad({y}, {x, bias, position}, {g});
        at::set_num_threads(before);
        results.push_back(y);
        return results;
    };
    const auto one = run(1), three = run(3);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(same_bits(one[i], three[i])) << i;
}

std::vector<std::pair<const char*, const BiasReluKernels*>> bias_relu_kernels() {
    std::vector<std::pair<const char*, const BiasReluKernels*>> all{{"baseline", &bias_relu_baseline()}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.emplace_back("avx2", &bias_relu_avx2());
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        all.emplace_back("avx512", &bias_relu_avx512());
#endif
    return all;
}

/// A tensor of the same values whose data starts `skip` elements into its storage.
at::Tensor shifted(const at::Tensor& values, std::int64_t skip) {
    const at::Tensor room = at::empty({values.numel() + skip}, values.options());
    return room.narrow(0, skip, values.numel()).copy_(values.reshape(-1));
}

/// Every result of one instruction set on rows [images, places, channels] that start off alignment.
std::vector<at::Tensor> run_bias_relu(const BiasReluKernels& kernels, at::ScalarType type, std::int64_t places,
                                      std::int64_t channels) {
    const int kind = type == at::kFloat ? 0 : type == at::kDouble ? 1 : 2;
    const at::ScalarType wide = type == at::kDouble ? at::kDouble : at::kFloat;
    constexpr std::int64_t kImages = 3;
    torch::manual_seed(7);
    at::Tensor raw = at::randn({kImages, places, channels}, at::kDouble);
    raw[0][0][0] = kNan;
    const at::Tensor x = shifted(raw.to(type), 1);
    const at::Tensor g = shifted(at::randn({kImages, places, channels}, at::kDouble).to(type), 3);
    const at::Tensor bias = shifted(at::randn({channels}, wide), 1);
    const at::Tensor position = shifted(at::randn({places, channels}, wide), 1);
    const at::Tensor y = shifted(at::zeros_like(x), 1), grad_x = shifted(at::zeros_like(x), 1);
    const at::Tensor sums = shifted(at::zeros({kImages * channels}, wide), 1);
    const at::Tensor map = shifted(at::zeros({places * channels}, wide), 1);
    const auto at_image = [&](const at::Tensor& t, std::int64_t n) {
        const std::int64_t count = t.numel() / kImages;
        return count == 0 ? t.data_ptr() : t.narrow(0, n * count, count).data_ptr();
    };
    for (std::int64_t n = 0; n < kImages; ++n) {
        kernels.forward[kind]({at_image(x, n), bias.data_ptr(), position.data_ptr(), at_image(y, n), places, channels});
        kernels.backward[kind](
            {at_image(y, n), at_image(g, n), at_image(grad_x, n), at_image(sums, n), places, channels});
    }
    kernels.sum_images[kind]({grad_x.data_ptr(), map.data_ptr(), kImages, places * channels, 0, places * channels});
    return {y, grad_x, sums, map};
}

TEST(BiasRelu, EveryInstructionSetGivesTheSameBits) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble, at::kBFloat16}) {
        for (const auto& [places, channels] : {std::pair{1, 1}, {1, 3}, {4, 7}, {9, 16}, {2, 33}, {5, 64}, {3, 83}}) {
            const auto expected = run_bias_relu(bias_relu_baseline(), type, places, channels);
            for (const auto& [name, kernels] : bias_relu_kernels()) {
                const auto results = run_bias_relu(*kernels, type, places, channels);
                for (std::size_t i = 0; i < results.size(); ++i)
                    EXPECT_TRUE(same_bits(results[i], expected[i]))
                        << name << " " << type << " " << channels << " " << i;
            }
        }
    }
}

}  // namespace
}  // namespace bplf::nn
