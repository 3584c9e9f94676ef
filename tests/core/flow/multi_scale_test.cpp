// SPDX-License-Identifier: GPL-3.0-or-later
// Property tests of whole flows (core/flow/README.md#what-tests-hold) over the registry and every switch.
#include <gtest/gtest.h>
#include <torch/optim.h>

#include <numbers>

#include "core/base/error.h"
#include "core/flow/registry.h"
#include "core/ops/dequantise.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

class EveryFlow : public testing::TestWithParam<FlowCase> {
  protected:
    std::shared_ptr<Model> perturbed(at::ScalarType type) const {
        auto model = make_model(GetParam().config);
        perturb(*model);
        model->to(type);
        model->eval();
        return model;
    }
    at::Tensor images(std::int64_t count, at::ScalarType type) const {
        const FlowConfig& c = GetParam().config;
        return at::rand({count, c.channels, c.height, c.width_px}, type) * 2 - 1;
    }
};

at::Tensor concatenate(const std::vector<at::Tensor>& eps) {
    std::vector<at::Tensor> flat;
    for (const at::Tensor& code : eps) flat.push_back(code.flatten(1));
    return at::cat(flat, 1);
}

TEST_P(EveryFlow, LogLikelihoodIsGaussianPlusLogDetOfItsJacobian) {
    const auto model = perturbed(at::kDouble);
    const at::Tensor x = images(1, at::kDouble);
    const at::Tensor h = random_labels(model->config(), 1, at::kDouble);
    const at::Tensor eps = concatenate(model->encode(x, h).eps);
    const double log_det =
        jacobian_log_det([&](const at::Tensor& v) { return concatenate(model->encode(v, h).eps); }, x);
    const double gaussian = (-0.5 * (eps * eps + std::log(2 * std::numbers::pi))).sum().item<double>();
    EXPECT_NEAR(model->log_likelihood(x, h).item<double>(), gaussian + log_det, 1e-8);
}

TEST_P(EveryFlow, DecodeInvertsEncodeInFloat64) {
    const auto model = perturbed(at::kDouble);
    const at::Tensor x = images(3, at::kDouble);
    const at::Tensor h = random_labels(model->config(), 3, at::kDouble);
    const Encoded code = model->encode(x, h);
    const Decoded back = model->decode(code.eps, h);
    EXPECT_LT((back.x - x).abs().max().item<double>(), 1e-9);
    EXPECT_LT((back.log_likelihood - code.log_likelihood).abs().max().item<double>(), 1e-8);
    EXPECT_LT((code.log_likelihood - model->log_likelihood(x, h)).abs().max().item<double>(), 1e-9);
}

TEST_P(EveryFlow, EncodeInvertsDecodeInFloat32) {
    const auto model = perturbed(at::kFloat);
    std::vector<at::Tensor> eps;
    for (const CodeShape& shape : model->code_shapes()) {
        eps.push_back(at::randn({2, shape.channels, shape.height, shape.width}) * 0.7);
    }
    const at::Tensor h = random_labels(model->config(), 2, at::kFloat);
    const auto back = model->encode(model->decode(eps, h).x, h).eps;
    for (std::size_t level = 0; level < eps.size(); ++level) {
        EXPECT_LT((back[level] - eps[level]).abs().max().item<double>(), 1e-4);
    }
}

TEST_P(EveryFlow, CodesHoldEveryDimensionOnce) {
    const auto model = make_model(GetParam().config);
    std::int64_t total = 0;
    for (const CodeShape& shape : model->code_shapes()) total += shape.size();
    EXPECT_EQ(total, model->config().dimensions());
}

TEST_P(EveryFlow, ZeroCodesGiveThePriorMeansAndAreFinite) {
    const auto model = perturbed(at::kDouble);
    std::vector<at::Tensor> zero;
    for (const CodeShape& shape : model->code_shapes()) {
        zero.push_back(at::zeros({1, shape.channels, shape.height, shape.width}, at::kDouble));
    }
    const at::Tensor h = random_labels(model->config(), 1, at::kDouble);
    const Decoded mean = model->decode(zero, h);
    EXPECT_TRUE(at::isfinite(mean.x).all().item<bool>());
    EXPECT_LT(concatenate(model->encode(mean.x, h).eps).abs().max().item<double>(), 1e-9);
}

TEST_P(EveryFlow, RecomputeInBackwardGivesTheSameGradients) {
    const auto model = perturbed(at::kDouble);
    const at::Tensor x = images(2, at::kDouble);
    const at::Tensor h = random_labels(model->config(), 2, at::kDouble);
    const auto gradients = [&](bool recompute) {
        model->zero_grad();
        model->set_recompute(recompute);
        model->log_likelihood(x, h).sum().backward();
        std::vector<at::Tensor> all;
        for (const at::Tensor& p : model->parameters()) {
            all.push_back(p.grad().defined() ? p.grad().clone() : at::zeros_like(p));
        }
        return all;
    };
    const auto plain = gradients(false), recomputed = gradients(true);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        EXPECT_TRUE(at::allclose(plain[i], recomputed[i], 1e-9, 1e-9)) << i;
    }
}

TEST_P(EveryFlow, DataDependentInitialisationIsRememberedAndFinite) {
    const auto model = make_model(GetParam().config);
    EXPECT_FALSE(model->initialised());
    const at::Tensor pixels = ops::quantise(images(32, at::kFloat), 8);
    const at::Tensor noise = at::rand({32, model->noise_planes() * pixels.size(1), pixels.size(2), pixels.size(3)});
    const at::Tensor h = random_labels(model->config(), 32, at::kFloat);
    model->initialise(pixels, noise, h);
    EXPECT_TRUE(model->initialised());
    EXPECT_TRUE(at::isfinite(model->pixel_bound(pixels, noise, h)).all().item<bool>());
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryFlow, testing::ValuesIn(small_flows()), [](const auto& parameter) {
    std::string name = parameter.param.name;
    std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
});

FlowConfig small_bplf() {
    return small_flow("bplf");
}

TEST(BplfFlow, StartsAsItsRotationsAlone) {
    FlowConfig config = small_bplf();
    ASSERT_EQ(config.system, "bplf");
    const auto model = make_model(config);
    const at::Tensor x = at::rand({16, 1, 8, 8}) * 2 - 1;
    const at::Tensor bits = bits_per_dim(model->log_likelihood(x, {}), config);
    const at::Tensor expected = 8.325748 + 0.721348 * x.square().mean({1, 2, 3}).to(at::kDouble);
    EXPECT_LT((bits - expected).abs().max().item<double>(), 1e-4);
}

TEST(BplfFlow, UnconditionalModelIgnoresLabels) {
    const auto model = make_model(small_bplf());
    perturb(*model);
    const at::Tensor x = at::rand({2, 1, 8, 8}) * 2 - 1;
    EXPECT_TRUE(at::equal(model->log_likelihood(x, {}), model->log_likelihood(x, at::rand({2, 7}))));
}

TEST(BplfFlow, LabelsChangeThePictureAndSoftOneHotEqualsOneHot) {
    FlowConfig config = small_bplf();
    config.labels = {"anger", "happy", "sad"};
    config.condition = "input+out";
    config.top_prior = "class";
    const auto model = make_model(config);
    perturb(*model);
    const at::Tensor x = at::rand({3, 1, 8, 8}) * 2 - 1;
    const at::Tensor labels = at::eye(3);
    const Encoded code = model->encode(x, labels);
    EXPECT_LT((model->decode(code.eps, labels).x - x).abs().max().item<double>(), 1e-4);
    const at::Tensor other = labels.roll({1}, {0});
    EXPECT_GT((model->decode(code.eps, other).x - x).abs().max().item<double>(), 1e-3);
    const at::Tensor permuted = model->log_likelihood(x.flip({0}), labels.flip({0}));
    EXPECT_TRUE(at::allclose(permuted.flip({0}), code.log_likelihood, 1e-5, 1e-3));
}

// Importance sampling from a Gaussian wider than the model: the density integrates to 1.
TEST(BplfFlow, DensityIntegratesToOne) {
    FlowConfig config = small_bplf();
    config.height = config.width_px = 2;
    config.levels = 1;
    const auto model = make_model(config);
    perturb(*model, 0.1);
    model->to(at::kDouble);
    const at::NoGradGuard no_grad;
    const double sigma = 1.6;
    const std::int64_t count = 40000;
    const at::Tensor x = at::randn({count, 1, 2, 2}, at::kDouble) * sigma;
    const at::Tensor log_q =
        (-0.5 * (x / sigma).square() - std::log(sigma) - 0.5 * std::log(2 * std::numbers::pi)).sum({1, 2, 3});
    const at::Tensor weight = (model->log_likelihood(x, {}) - log_q).exp();
    const double error = weight.std().item<double>() / std::sqrt(static_cast<double>(count));
    EXPECT_NEAR(weight.mean().item<double>(), 1.0, 3 * error);
    EXPECT_LT(error, 0.05);
}

// core/flow/README.md#bits-per-dimension: 8 bits for the uniform density on [−1, 1), 8.3257 for N(0, 1) at 0.
TEST(BitsPerDim, FollowsEquation4_1) {
    FlowConfig config;
    const auto d = static_cast<double>(config.dimensions());
    const at::Tensor ll = at::tensor({-0.693147181 * d, -0.918938533 * d}, at::kDouble);
    const at::Tensor bits = bits_per_dim(ll, config);
    EXPECT_NEAR(bits[0].item<double>(), 8.0, 1e-8);
    EXPECT_NEAR(bits[1].item<double>(), 8.325748065, 1e-8);
}

// The same density in Glow's units ([−0.5, 0.5), ln 256) gives the same number.
TEST(BitsPerDim, DoesNotDependOnTheUnitOfTheInput) {
    const auto model = make_model(small_bplf());
    perturb(*model);
    model->to(at::kDouble);
    const at::Tensor half = at::rand({4, 1, 8, 8}, at::kDouble) - 0.5;
    const double d = 64;
    const at::Tensor ll_half = model->log_likelihood(half * 2, {}) + d * std::numbers::ln2;
    const at::Tensor glow_bits = (-ll_half / d + std::log(256.0)) / std::numbers::ln2;
    const at::Tensor ours = bits_per_dim(model->log_likelihood(half * 2, {}), model->config());
    EXPECT_LT((glow_bits - ours).abs().max().item<double>(), 1e-9);
}

TEST(BplfFlow, OverfitsOneBatchByMoreThanOneBit) {
    FlowConfig config = small_bplf();
    config.width = 32;
    const auto model = make_model(config);
    const at::Tensor base = at::rand({16, 1, 1, 1}) * 1.2 - 0.6;
    const at::Tensor x = (base + 0.1 * at::randn({16, 1, 8, 8})).clamp(-1, 1);
    model->initialise(ops::quantise(x, 8), at::rand_like(x), {});
    torch::optim::Adam optimiser(model->parameters(), 1e-3);
    const auto loss_of = [&] { return bits_per_dim(model->log_likelihood(x, {}), config).mean(); };
    const double start = loss_of().item<double>();
    for (int step = 0; step < 300; ++step) {
        optimiser.zero_grad();
        const at::Tensor loss = loss_of();
        ASSERT_TRUE(std::isfinite(loss.item<double>()));
        loss.backward();
        optimiser.step();
    }
    EXPECT_LT(loss_of().item<double>(), start - 1.0);
}

TEST(BplfFlow, RefusesAnImageOfAnotherSize) {
    const auto model = make_model(small_bplf());
    EXPECT_THROW(model->log_likelihood(at::zeros({1, 1, 16, 16}), {}), Error);
}

}  // namespace
}  // namespace bplf::flow::test
