// SPDX-License-Identifier: GPL-3.0-or-later
// What is particular to NICE and to f-VAE.
#include <gtest/gtest.h>
#include <torch/optim.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "core/base/error.h"
#include "core/flow/models/f_vae.h"
#include "core/flow/models/nice.h"
#include "core/flow/registry.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

// Reference values by mpmath with 40 digits.
TEST(Nice, LogisticAndNormalNumbersHaveOneRank) {
    const at::Tensor z = at::tensor({0.0, 1.0986122886681098, -5.0, -50.0, -300.0, 20.0}, at::kDouble);
    const std::vector<double> expected{
        0.0, 0.67448975019608181, -2.4733392227978293, -9.6748252836123565, -24.326438906565587, 5.8792093568265506};
    const at::Tensor eps = normal_from_logistic(z);
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(eps[static_cast<std::int64_t>(i)].item<double>(), expected[i], 1e-9 * std::abs(expected[i]) + 1e-12)
            << i;
    EXPECT_LT((logistic_from_normal(eps) - z).abs().max().item<double>(), 1e-9);
}

TEST(Nice, WithoutCouplingsIsALogisticDensityOfEachPixel) {
    const auto model = make_model(small_flow("nice"));
    const at::NoGradGuard no_grad;
    for (at::Tensor& parameter : model->parameters()) parameter.zero_();
    const at::Tensor x = at::rand({3, 1, 8, 8}, at::kDouble) * 2 - 1;
    model->to(at::kDouble);
    const at::Tensor expected = -(at::softplus(x) + at::softplus(-x)).sum({1, 2, 3});
    EXPECT_LT((model->log_likelihood(x, {}) - expected).abs().max().item<double>(), 1e-10);
}

// The published nats of NICE: CIFAR-10 on [−1, 1], MNIST on [0, 1] (core/flow/README.md#bits-per-dimension).
TEST(Nice, PublishedNatsAreThePublishedBits) {
    FlowConfig cifar;
    cifar.channels = 3;
    EXPECT_NEAR(bits_per_dim(at::tensor({5371.78}, at::kDouble), cifar).item<double>(), 4.477266, 1e-6);
    FlowConfig mnist;
    mnist.height = mnist.width_px = 28;
    const double on_our_scale = 1980.50 - 784 * std::numbers::ln2;
    EXPECT_NEAR(bits_per_dim(at::tensor({on_our_scale}, at::kDouble), mnist).item<double>(), 4.355539, 1e-6);
}

// Whatever a configuration says at the ends of its ranges: a network that scores images, or a refusal that names the
// key, never a failed check inside.
TEST(EverySystem, MakesANetworkOrNamesTheKey) {
    const std::vector<std::pair<std::string, nlohmann::json>> edges{{"channels", 2},
                                                                    {"channels", 3},
                                                                    {"levels", 2},
                                                                    {"blocks", 0},
                                                                    {"blocks", 1},
                                                                    {"parts", 3},
                                                                    {"parts", 4},
                                                                    {"width", 1},
                                                                    {"depth", 1},
                                                                    {"components", 1},
                                                                    {"heads", 0},
                                                                    {"heads", 3},
                                                                    {"coder_scales", 4},
                                                                    {"n_bits", 1},
                                                                    {"labels", {"a"}},
                                                                    {"height", 24},
                                                                    {"width_px", 9},
                                                                    {"part_sizes", "increasing"},
                                                                    {"conv1x1", "plu"},
                                                                    {"norm", "none"},
                                                                    {"layers", {1, 1}},
                                                                    {"top_prior", "class"},
                                                                    {"top_prior", "logistic"},
                                                                    {"split_prior", "std"},
                                                                    {"dropout", 0.5}};
    for (const System& system : systems()) {
        for (const auto& [key, value] : edges) {
            SCOPED_TRACE(system.name + ' ' + key + ' ' + value.dump());
            nlohmann::json json = nlohmann::json::parse(to_json(small_flow(system.name)).dump());
            json[key] = value;
            try {
                const FlowConfig config = config_from_json(json);
                const auto model = make_model(config);
                const at::NoGradGuard no_grad;
                model->eval();
                const at::Tensor x = at::zeros({1, config.channels, config.height, config.width_px});
                const auto labels = static_cast<std::int64_t>(config.labels.size());
                const at::Tensor h =
                    labels > 0 ? at::full({1, labels}, 1.0 / static_cast<double>(labels)) : at::Tensor();
                EXPECT_EQ(model->log_likelihood(x, h).numel(), 1);
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::kUsage) << error.what();
                EXPECT_NE(std::string(error.what()).find("key"), std::string::npos) << error.what();
            }
        }
    }
}

// Hidden layers of NICE's programs: parameters counted by hand.
TEST(Nice, HasAsManyHiddenLayersInEachCouplingAsItsConfigSays) {
    FlowConfig config = small_flow("nice");
    config.layers = {1, 3};
    const std::int64_t half = 32, w = config.width;
    const auto net = [&](std::int64_t layers) {
        return (half * w + w) + (layers - 1) * (w * w + w) + (w * half + half);
    };
    EXPECT_EQ(make_model(config)->parameter_count(), net(1) + net(3) + 2 * half);
    EXPECT_EQ(load_config("nice-cifar10").layers, (std::vector<std::int64_t>{1, 1, 3, 3, 2, 2, 1, 1}));
    EXPECT_EQ(load_config("nice-faces").layers, (std::vector<std::int64_t>{3, 3, 2, 2, 1, 1, 1, 1}));
}

TEST(Nice, RefusesPriorsItDoesNotHave) {
    FlowConfig config = small_flow("nice");
    config.top_prior = "learned";
    EXPECT_THROW(make_model(config), Error);
    config = small_flow("bplf");
    config.top_prior = "logistic";
    EXPECT_THROW(make_model(config), Error);
}

TEST(NiceConv, KeepsVolumeButForItsNorms) {
    const auto model = make_model(small_flow("nice-conv"));
    perturb(*model);
    const at::Tensor x = at::rand({4, 1, 8, 8}) * 2 - 1;
    // log p − ln N(eps) is the log-determinant: the same for every image when couplings only add.
    const Encoded code = model->encode(x, {});
    at::Tensor log_det = code.log_likelihood.clone();
    for (const at::Tensor& eps : code.eps)
        log_det += (0.5 * eps.square() + 0.5 * std::log(2 * std::numbers::pi)).flatten(1).sum(1);
    // The learned split priors depend on the image; standard ones would not.
    FlowConfig config = small_flow("nice-conv");
    config.split_prior = config.top_prior = "std";
    const auto plain = make_model(config);
    perturb(*plain);
    const Encoded flat = plain->encode(x, {});
    at::Tensor volume = flat.log_likelihood.clone();
    for (const at::Tensor& eps : flat.eps)
        volume += (0.5 * eps.square() + 0.5 * std::log(2 * std::numbers::pi)).flatten(1).sum(1);
    EXPECT_LT((volume - volume[0]).abs().max().item<double>(), 1e-3);
    EXPECT_GT((log_det - log_det[0]).abs().max().item<double>(), 1e-3);
}

FlowConfig tiny_f_vae() {
    FlowConfig config = small_flow("f-vae");
    config.height = config.width_px = 4;
    config.levels = 1;
    return config;
}

/// In eval mode, with weights away from their start.
std::shared_ptr<FVae> perturbed_f_vae(const FlowConfig& config) {
    auto model = std::make_shared<FVae>(config);
    perturb(*model, 0.1);
    model->to(at::kDouble);
    model->eval();
    return model;
}

// E_u[exp(ELBO(x, u))] = p(x), and ∫ p(x) dx = 1: a wrong constant, sign or determinant anywhere breaks it.
TEST(FVae, ImportanceWeightedBoundIntegratesToOne) {
    FlowConfig config = tiny_f_vae();
    config.height = config.width_px = 2;
    config.coder_scales = 1;
    const auto model = perturbed_f_vae(config);
    {
        const at::NoGradGuard no_grad;
        for (auto& item : model->named_parameters()) {
            if (item.key() == "alpha") item.value().fill_(-0.5);
            if (item.key() == "beta") item.value().fill_(0.3);
        }
    }
    const at::NoGradGuard no_grad;
    const std::int64_t count = 200000;
    const double sigma = 2.5;
    const at::Tensor x = at::randn({count, 1, 2, 2}, at::kDouble) * sigma;
    const at::Tensor log_q =
        (-0.5 * (x / sigma).square() - std::log(sigma) - 0.5 * std::log(2 * std::numbers::pi)).sum({1, 2, 3});
    const at::Tensor weight = (model->elbo(x, at::randn_like(x), {}) - log_q).exp();
    const double error = weight.std().item<double>() / std::sqrt(static_cast<double>(count));
    EXPECT_NEAR(weight.mean().item<double>(), 1.0, 3 * error);
    EXPECT_LT(error, 0.03) << weight.mean().item<double>();
}

TEST(FVae, MeanBoundIsBelowTheImportanceWeightedOne) {
    const auto model = perturbed_f_vae(tiny_f_vae());
    const at::NoGradGuard no_grad;
    const at::Tensor x = (at::rand({1, 1, 4, 4}, at::kDouble) * 2 - 1).expand({4000, 1, 4, 4});
    const at::Tensor bounds = model->elbo(x, at::randn({4000, 1, 4, 4}, at::kDouble), {});
    const double weighted = at::logsumexp(bounds, 0).item<double>() - std::log(4000.0);
    EXPECT_LT(bounds.mean().item<double>(), weighted);
}

TEST(FVae, StartsWithItsEncoderAsTheIdentity) {
    const auto model = std::make_shared<FVae>(small_flow("f-vae"));
    model->eval();
    const at::Tensor x = (at::rand({2, 1, 8, 8}) * 2 - 1) * 0.5;
    const Encoded code = model->encode(x, {});
    EXPECT_FALSE(model->exact());
    EXPECT_LT((model->decode(code.eps, {}).x - at::tanh(x)).abs().max().item<double>(), 1e-5);
}

// The program's three squeezes: codes of a grey 32×32 image lie at 4×4 and below.
TEST(FVae, SqueezesThreeTimes) {
    for (const char* name : {"f-vae-small", "f-vae-32", "f-vae-cifar10"}) EXPECT_EQ(load_config(name).coder_scales, 3);
    const auto model = make_model(load_config("f-vae-small"));
    ASSERT_EQ(model->code_shapes().size(), 2U);
    EXPECT_EQ(model->code_shapes()[0].height, 4);
    EXPECT_EQ(model->code_shapes()[0].channels, 32);
    EXPECT_EQ(model->code_shapes()[1].height, 2);
    EXPECT_EQ(model->code_shapes()[1].channels, 128);
}

TEST(FVae, LabelsReachItsPrior) {
    FlowConfig config = small_flow("f-vae");
    config.labels = {"anger", "happy"};
    config.condition = "input+out";
    config.top_prior = "class";
    const auto model = std::make_shared<FVae>(config);
    perturb(*model);
    model->eval();
    const at::Tensor x = (at::rand({1, 1, 8, 8}) * 2 - 1).expand({2, 1, 8, 8});
    const at::Tensor bounds = model->log_likelihood(x, at::eye(2));
    EXPECT_GT((bounds[0] - bounds[1]).abs().item<double>(), 1e-3);
}

TEST(FVae, LearnsOneBatch) {
    FlowConfig config = small_flow("f-vae");
    config.width = 16;
    const auto model = std::make_shared<FVae>(config);
    const at::Tensor base = at::rand({16, 1, 1, 1}) * 1.2 - 0.6;
    const at::Tensor pixels = ((base + 0.1 * at::randn({16, 1, 8, 8})).clamp(-1, 0.99) * 128 + 128).to(at::kByte);
    torch::optim::Adam optimiser(model->parameters(), 2e-3);
    const auto loss_of = [&] {
        return bits_per_dim(model->pixel_bound(pixels, at::rand({16, 2, 8, 8}), {}), config).mean();
    };
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

}  // namespace
}  // namespace bplf::flow::test
