// SPDX-License-Identifier: GPL-3.0-or-later
// Reference vectors V3, V4, V8 and the structure of the layers (core/flow/README.md#reference-values).
#include <gtest/gtest.h>

#include <cmath>

#include "core/flow/layers/actnorm.h"
#include "core/flow/layers/dynamic_linear.h"
#include "core/flow/layers/gaussian_prior.h"
#include "core/flow/layers/invertible_conv1x1.h"
#include "core/flow/layers/label_light.h"
#include "core/flow/layers/squeeze.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

at::Tensor matrix(std::initializer_list<double> values, std::int64_t side) {
    return at::tensor(std::vector<double>(values), at::kDouble).view({side, side});
}

TEST(InvertibleConv1x1, ReproducesVectorV3) {
    InvertibleConv1x1 conv(2, InvertibleConv1x1::Form::kPlain);
    conv.to(at::kDouble);
    conv.set_weight(matrix({2, 0, 1, 3}, 2));
    const Mapped mapped = conv.forward(at::randn({1, 2, 2, 2}, at::kDouble), {});
    EXPECT_NEAR(mapped.log_det.item<double>(), 7.167037877, 1e-9);
}

TEST(InvertibleConv1x1, PluReproducesVectorV3) {
    InvertibleConv1x1 conv(2, InvertibleConv1x1::Form::kPlu);
    conv.to(at::kDouble);
    const at::Tensor w = matrix({1, -0.75, 2, -1}, 2);
    conv.set_weight(w);
    EXPECT_TRUE(at::allclose(conv.weight(), w, 1e-12, 1e-12));
    EXPECT_NEAR(conv.log_abs_det().item<double>(), -0.693147181, 1e-9);
    EXPECT_TRUE(at::allclose(conv.inverse_weight(), matrix({-2, 1.5, -4, 2}, 2), 1e-10, 1e-10));
    const at::Tensor y = conv.forward(at::tensor({1.0, 2.0}, at::kDouble).view({1, 2, 1, 1}), {}).value.flatten();
    EXPECT_NEAR(y[0].item<double>(), -0.5, 1e-12);
    EXPECT_NEAR(y[1].item<double>(), 0.0, 1e-12);
}

TEST(InvertibleConv1x1, GradientOfLogDetIsTheInverseTransposed) {
    InvertibleConv1x1 conv(2, InvertibleConv1x1::Form::kPlain);
    conv.to(at::kDouble);
    conv.set_weight(matrix({1, -0.75, 2, -1}, 2));
    conv.log_abs_det().backward();
    EXPECT_TRUE(at::allclose(conv.parameters()[0].grad(), matrix({-2, -4, 1.5, 2}, 2), 1e-9, 1e-9));
}

TEST(InvertibleConv1x1, StartsOrthogonal) {
    for (const auto form : {InvertibleConv1x1::Form::kPlain, InvertibleConv1x1::Form::kPlu}) {
        for (const std::int64_t channels : {2, 12, 96}) {
            InvertibleConv1x1 conv(channels, form);
            EXPECT_LT(std::abs(conv.log_abs_det().item<double>()), 1e-4) << channels;
            const at::Tensor product = at::matmul(conv.weight(), conv.weight().t());
            EXPECT_TRUE(at::allclose(product, at::eye(channels), 1e-4, 1e-4));
        }
    }
}

TEST(LabelLight, TakesOffTheLightOfTheMix) {
    LabelLight light(2);
    light.to(at::kDouble);
    light.set(at::tensor({0.2, -0.2}, at::kDouble), at::tensor({0.4, -0.4}, at::kDouble), -0.5);
    // The first label at an intensity of 2: an offset of 1.5 · 0.2 + 0.5 · 0.2 and logs of twice that.
    const at::Tensor h = at::tensor({1.5, -0.5}, at::kDouble).view({1, 2});
    const Mapped mapped = light.forward(at::full({1, 1, 2, 3}, 0.3, at::kDouble), h);
    EXPECT_TRUE(
        at::allclose(mapped.value, at::full({1, 1, 2, 3}, (0.3 + 0.5 - 0.4) * std::exp(-0.8) - 0.5, at::kDouble)));
    EXPECT_NEAR(mapped.log_det.item<double>(), -6 * 0.8, 1e-12);
}

TEST(Squeeze, ReproducesVectorV4) {
    const at::Tensor ramp = at::arange(16, at::kFloat).view({1, 1, 4, 4});
    const at::Tensor two = at::cat({ramp, ramp + 100}, 1);
    const at::Tensor expected =
        at::tensor({0.f, 2.f, 8.f, 10.f, 1.f, 3.f, 9.f, 11.f, 4.f, 6.f, 12.f, 14.f, 5.f, 7.f, 13.f, 15.f})
            .view({1, 4, 2, 2});
    EXPECT_TRUE(at::equal(flow::squeeze(ramp), expected));
    const at::Tensor corner = flow::squeeze(two).select(2, 0).select(2, 0).flatten();
    EXPECT_TRUE(at::equal(corner, at::tensor({0.f, 1.f, 4.f, 5.f, 100.f, 101.f, 104.f, 105.f})));
    EXPECT_TRUE(at::equal(unsqueeze(flow::squeeze(two)), two));
}

TEST(ActNorm, WhitensTheInitialisationBatch) {
    ActNorm norm(3);
    norm.to(at::kDouble);
    const at::Tensor x =
        at::randn({16, 3, 5, 5}, at::kDouble) * at::tensor({0.1, 2.0, 7.0}, at::kDouble).view({1, 3, 1, 1}) + 3;
    Mapped mapped;
    {
        const nn::InitialisationGuard guard;
        mapped = norm.forward(x, {});
    }
    EXPECT_LT(mapped.value.mean({0, 2, 3}).abs().max().item<double>(), 1e-5);
    EXPECT_LT((mapped.value.std({0, 2, 3}, false) - 1).abs().max().item<double>(), 1e-4);
    EXPECT_NEAR(mapped.log_det[0].item<double>(), 25 * norm.log_scale().sum().item<double>(), 1e-9);
}

TEST(ActNorm, StaysFiniteOnAConstantChannel) {
    ActNorm norm(2);
    const nn::InitialisationGuard guard;
    const Mapped mapped = norm.forward(at::ones({4, 2, 3, 3}), {});
    EXPECT_TRUE(at::isfinite(mapped.value).all().item<bool>());
    EXPECT_TRUE(at::isfinite(mapped.log_det).all().item<bool>());
}

TEST(GaussianPrior, ReproducesVectorV8) {
    const Gaussian prior{at::full({1, 1, 1, 1}, 0.5, at::kDouble), at::full({1, 1, 1, 1}, 0.25, at::kDouble)};
    const at::Tensor z = at::full({1, 1, 1, 1}, 1.5, at::kDouble);
    EXPECT_NEAR(log_prob(z, prior).item<double>(), -1.472203863, 1e-9);
    EXPECT_NEAR(whiten(z, prior).item<double>(), 0.778800783, 1e-9);
    EXPECT_NEAR(unwhiten(whiten(z, prior), prior).item<double>(), 1.5, 1e-12);
}

DynamicLinearConfig layer_config(std::size_t parts, Dependence dependence) {
    DynamicLinearConfig config;
    config.channels = 4;
    config.height = config.width = 2;
    config.parts.assign(parts, 4 / static_cast<std::int64_t>(parts));
    config.dependence = dependence;
    config.net.width = 8;
    return config;
}

// ∂y_k/∂x_j = 0 for j > k (both types) and, from the input, for j < k − 1.
TEST(DynamicLinear, EachPartSeesOnlyWhatThePaperAllows) {
    for (const Dependence dependence : {Dependence::kInput, Dependence::kOutput}) {
        DynamicLinear layer(layer_config(4, dependence));
        perturb(layer, 0.3);
        layer.to(at::kDouble);
        const at::Tensor x = at::randn({1, 4, 2, 2}, at::kDouble);
        const at::Tensor j = jacobian([&](const at::Tensor& v) { return layer.forward(v, {}).value; }, x)
                                 .view({4, 4, 4, 4})
                                 .abs()
                                 .amax({1, 3});  // [part of y, part of x]
        for (std::int64_t k = 0; k < 4; ++k) {
            for (std::int64_t source = 0; source < 4; ++source) {
                const double value = j[k][source].item<double>();
                const bool hidden = source > k || (dependence == Dependence::kInput && source < k - 1);
                if (hidden) {
                    EXPECT_EQ(value, 0.0) << k << " " << source;
                }
                if (source == k || source == k - 1) {
                    EXPECT_GT(value, 0.0) << k << " " << source;
                }
            }
        }
    }
}

TEST(DynamicLinear, LogDetsOfBothDirectionsCancel) {
    for (const Dependence dependence : {Dependence::kInput, Dependence::kOutput}) {
        for (const std::size_t parts : {std::size_t{2}, std::size_t{4}}) {
            DynamicLinear layer(layer_config(parts, dependence));
            perturb(layer, 0.3);
            layer.to(at::kDouble);
            const at::Tensor x = at::randn({3, 4, 2, 2}, at::kDouble);
            const Mapped there = layer.forward(x, {});
            const Mapped back = layer.inverse(there.value, {});
            EXPECT_LT((back.value - x).abs().max().item<double>(), 1e-10);
            EXPECT_LT((there.log_det + back.log_det).abs().max().item<double>(), 1e-10);
        }
    }
}

// An independently written Glow step: actnorm, W x, then y2 = (x2 + t) · sigmoid(raw + 2) from a plain
// three-convolution net.
TEST(DynamicLinear, ReducesToGlowsAffineCoupling) {
    DynamicLinearConfig config = layer_config(2, Dependence::kInput);
    config.first = First::kIdentity;
    config.affine = {ops::Scale::kSigmoid2, ops::Order::kShiftScale, 2.0};
    config.net.kernels = {3, 1, 3};
    config.net.actnorm = false;
    DynamicLinear layer(config);
    perturb(layer, 0.2);
    layer.to(at::kDouble);
    const auto p = layer.named_parameters();
    const at::Tensor x = at::randn({2, 4, 2, 2}, at::kDouble);
    const at::Tensor x1 = x.narrow(1, 0, 2), x2 = x.narrow(1, 2, 2);
    const at::Tensor hidden1 = at::relu(at::conv2d(x1, p["net_1.a_weight"], p["net_1.a_bias"], 1, 1));
    const at::Tensor hidden2 = at::relu(at::conv2d(hidden1, p["net_1.b_weight"], p["net_1.b_bias"]));
    const at::Tensor out = at::conv2d(hidden2, p["net_1.last_weight"], p["net_1.last_bias"], 1, 1) *
                           (3 * p["net_1.last_logs"]).exp().view({1, -1, 1, 1});
    const at::Tensor s = at::sigmoid(out.narrow(1, 0, 2) + 2);
    const at::Tensor expected = at::cat({x1, (x2 + out.narrow(1, 2, 2)) * s}, 1);
    const Mapped mapped = layer.forward(x, {});
    EXPECT_TRUE(at::allclose(mapped.value, expected, 1e-10, 1e-10));
    EXPECT_TRUE(at::allclose(mapped.log_det, s.log().sum({1, 2, 3}), 1e-9, 1e-9));
}

}  // namespace
}  // namespace bplf::flow::test
