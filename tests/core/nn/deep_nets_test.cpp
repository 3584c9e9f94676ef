// SPDX-License-Identifier: GPL-3.0-or-later
// The nets of RealNVP and Flow++ and the pieces they are made of.
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "core/nn/batch_norm.h"
#include "core/nn/channel_norm.h"
#include "core/nn/gated_attention_net.h"
#include "core/nn/residual_net.h"
#include "core/nn/weight_norm_conv.h"

namespace bplf::nn {
namespace {

double largest(const at::Tensor& x) {
    return x.abs().max().item<double>();
}

void perturb(torch::nn::Module& module) {
    const at::NoGradGuard no_grad;
    for (at::Tensor& parameter : module.parameters()) parameter.add_(at::randn_like(parameter) * 0.2);
}

TEST(WeightNormConv, DependsOnTheDirectionOfItsWeightOnly) {
    WeightNormConv conv(3, 5, 3);
    const at::Tensor x = at::randn({2, 3, 4, 4});
    const at::Tensor before = conv->forward(x);
    {
        const at::NoGradGuard no_grad;
        conv->named_parameters()["direction"].mul_(7);
    }
    EXPECT_LT(largest(conv->forward(x) - before), 1e-5);
    const at::NoGradGuard no_grad;
    conv->named_parameters()["gain"].mul_(2);
    EXPECT_LT(largest(conv->forward(x) - 2 * before), 1e-5);
}

TEST(WeightNormConv, SetsItselfFromTheInitialisationBatch) {
    WeightNormConv conv(3, 5, 3, 0.1);
    const at::Tensor x = at::randn({8, 3, 6, 6}) * 4 + 2;
    {
        const InitialisationGuard guard;
        conv->forward(x);
    }
    const at::Tensor y = conv->forward(x);
    EXPECT_LT(largest(y.mean({0, 2, 3})), 1e-5);
    EXPECT_LT(largest(y.std({0, 2, 3}, false) - 0.1), 1e-5);
}

TEST(WeightNormConv, ZeroGainIsZeroAndStillLearns) {
    WeightNormConv conv(3, 5, 1, 0);
    const at::Tensor x = at::randn({2, 3, 4, 4});
    {
        const InitialisationGuard guard;
        EXPECT_EQ(largest(conv->forward(x)), 0.0);
    }
    (conv->forward(x) * at::randn({2, 5, 4, 4})).sum().backward();
    EXPECT_GT(largest(conv->named_parameters()["gain"].grad()), 0.0);
}

TEST(BatchNorm, UsesTheBatchInTrainingAndRunningStatisticsInEvaluation) {
    BatchNorm norm(2);
    const at::Tensor x = at::randn({16, 2, 3, 3}) * 3 + 1;
    EXPECT_LT(largest(norm->forward(x).mean({0, 2, 3})), 1e-5);
    norm->eval();
    const at::Tensor all = norm->forward(x);
    EXPECT_GT(largest(all.mean({0, 2, 3})), 0.1);  // one step of momentum 0.1 from (0, 1)
    EXPECT_TRUE(at::allclose(norm->forward(x.narrow(0, 0, 1)), all.narrow(0, 0, 1), 1e-5, 1e-6));
}

TEST(BatchNorm, InitialisationSetsTheRunningStatistics) {
    BatchNorm norm(2);
    norm->eval();
    const at::Tensor x = at::randn({16, 2, 3, 3}) * 3 + 1;
    {
        const InitialisationGuard guard;
        norm->forward(x);
    }
    const at::Tensor y = norm->forward(x);
    EXPECT_LT(largest(y.mean({0, 2, 3})), 1e-5);
    EXPECT_LT(largest(y.std({0, 2, 3}, true) - 1), 1e-4);
}

TEST(BatchNorm, KeepsItsRunningStatisticsThroughABatchThatOverflowed) {
    BatchNorm norm(2);
    at::Tensor x = at::randn({16, 2, 3, 3}) + 4;
    x.select(1, 0).fill_(std::numeric_limits<float>::infinity());
    norm->forward(x);
    const auto buffers = norm->named_buffers();
    EXPECT_EQ(buffers["running_mean"][0].item<double>(), 0.0);
    EXPECT_EQ(buffers["running_var"][0].item<double>(), 1.0);
    EXPECT_NEAR(buffers["running_mean"][1].item<double>(), 0.4, 0.1);
}

// The graph of one forward stays valid after the next has moved the running statistics.
TEST(BatchNorm, DifferentiatesAfterASecondForward) {
    BatchNorm norm(2);
    const at::Tensor x = at::randn({16, 2, 3, 3}).requires_grad_(true), weight = at::randn({16, 2, 3, 3});
    const at::Tensor y = norm->forward(x);
    const at::Tensor once = torch::autograd::grad({(norm->forward(x) * weight).sum()}, {x})[0];
    norm->forward(x.detach() * 2);
    const at::Tensor later = torch::autograd::grad({(y * weight).sum()}, {x})[0];
    EXPECT_TRUE(at::allclose(once, later, 1e-5, 1e-6));
    EXPECT_GT(largest(once), 0.0);
}

TEST(ChannelNorm, WhitensEveryPlaceOverItsChannels) {
    ChannelNorm norm(16);
    const at::Tensor y = norm->forward(at::randn({2, 16, 3, 4}) * 5 + 2);
    EXPECT_EQ(y.sizes(), at::IntArrayRef({2, 16, 3, 4}));
    EXPECT_LT(largest(y.mean({1})), 1e-5);
    EXPECT_LT(largest(y.std({1}, false) - 1), 1e-4);
}

TEST(ResidualNet, StartsAtZeroAndTakesTheLabel) {
    ResidualNet net(ResidualNetOptions{2, 6, 8, 2, Condition::kInputOut, 3});
    net->eval();
    const at::Tensor x = at::randn({3, 2, 5, 5}), h = at::eye(3);
    EXPECT_EQ(largest(net->forward(x, h)), 0.0);
    perturb(*net);
    const at::Tensor y = net->forward(x, h);
    EXPECT_EQ(y.sizes(), at::IntArrayRef({3, 6, 5, 5}));
    EXPECT_GT(largest(net->forward(x, h.roll({1}, {0})) - y), 1e-3);
}

// Equation by equation, one head after another.
TEST(GatedAttention, MatchesSoftmaxOfScaledProducts) {
    constexpr std::int64_t width = 6, heads = 2, d = width / heads, places = 12;
    GatedAttention attention(width, heads, 3, 4);
    perturb(*attention);
    attention->to(at::kDouble);
    const auto p = attention->named_parameters();
    const at::Tensor x = at::randn({2, width, 3, 4}, at::kDouble);
    const auto map = [&](const at::Tensor& input, const std::string& name) {
        const at::Tensor v = p[name + ".direction"].flatten(1);
        const at::Tensor matrix = v / v.norm(2, {1}, true) * p[name + ".gain"].unsqueeze(1);
        return at::matmul(matrix, input.flatten(2)) + p[name + ".bias"].unsqueeze(1);
    };
    const at::Tensor qkv = map(x + p["position"], "query_key_value");
    std::vector<at::Tensor> mixed;
    for (std::int64_t head = 0; head < heads; ++head) {
        const auto part = [&](std::int64_t which) {
            return qkv.narrow(1, which * width + head * d, d).transpose(1, 2);
        };
        const at::Tensor weights = at::softmax(at::matmul(part(0), part(1).transpose(1, 2)) / std::sqrt(double(d)), 2);
        mixed.push_back(at::matmul(weights, part(2)).transpose(1, 2));
    }
    const at::Tensor gated = map(at::cat(mixed, 1).view({2, width, places}), "out");
    const at::Tensor expected =
        x + (gated.narrow(1, 0, width) * gated.narrow(1, width, width).sigmoid()).view(x.sizes());
    EXPECT_LT(largest(attention->forward(x) - expected), 1e-10);
}

GatedAttentionNetOptions gated_options(std::int64_t heads) {
    GatedAttentionNetOptions options;
    options.in_channels = 1;
    options.out_channels = 2;
    options.width = 8;
    options.blocks = 1;
    options.heads = heads;
    options.height = options.width_px = 12;
    return options;
}

/// Largest change of the bottom right output when the top left input changes.
double far_influence(std::int64_t heads) {
    GatedAttentionNet net(gated_options(heads));
    perturb(*net);
    net->to(at::kDouble);
    const at::Tensor x = at::randn({1, 1, 12, 12}, at::kDouble);
    at::Tensor other = x.clone();
    other[0][0][0][0] += 3;
    return largest((net->forward(other, {}) - net->forward(x, {})).select(2, 11).select(2, 11));
}

TEST(GatedAttentionNet, AttentionAloneReachesAcrossTheImage) {
    EXPECT_EQ(far_influence(0), 0.0);
    EXPECT_GT(far_influence(2), 1e-9);
}

TEST(GatedAttentionNet, TakesContextAndLabel) {
    GatedAttentionNetOptions options = gated_options(2);
    options.context_channels = 3;
    options.condition = Condition::kInputOut;
    options.labels = 2;
    GatedAttentionNet net(options);
    perturb(*net);
    const at::Tensor x = at::randn({2, 1, 12, 12}), h = at::eye(2), context = at::randn({2, 3, 12, 12});
    const at::Tensor y = net->forward(x, h, context);
    EXPECT_EQ(y.sizes(), at::IntArrayRef({2, 2, 12, 12}));
    EXPECT_GT(largest(net->forward(x, h.flip({0}), context) - y), 1e-3);
    EXPECT_GT(largest(net->forward(x, h, context.flip({0})) - y), 1e-3);
}

TEST(GatedAttentionNet, DropsOutInTrainingOnly) {
    GatedAttentionNetOptions options = gated_options(0);
    options.dropout = 0.5;
    GatedAttentionNet net(options);
    const at::Tensor x = at::randn({2, 1, 12, 12});
    EXPECT_GT(largest(net->forward(x, {}) - net->forward(x, {})), 1e-4);
    net->eval();
    EXPECT_EQ(largest(net->forward(x, {}) - net->forward(x, {})), 0.0);
}

}  // namespace
}  // namespace bplf::nn
