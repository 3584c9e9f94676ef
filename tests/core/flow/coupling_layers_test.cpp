// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors V5 and V6 (core/flow/README.md#reference-values) and the properties of the layers of RealNVP and Flow++.
#include <gtest/gtest.h>

#include <numbers>

#include "core/flow/layers/element_norm.h"
#include "core/flow/layers/halves_conv1x1.h"
#include "core/flow/layers/logit.h"
#include "core/flow/layers/masked_affine.h"
#include "core/flow/layers/masked_batch_norm.h"
#include "core/flow/layers/mixture_coupling.h"
#include "core/flow/layers/squeeze.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

struct LayerCase {
    std::string name;
    std::function<std::shared_ptr<Bijection>()> make;
    std::int64_t labels = 0;
    double reach = 1;  ///< inputs are N(0, reach²)
};
void PrintTo(const LayerCase& item, std::ostream* stream) {
    *stream << item.name;
}

std::shared_ptr<Bijection> masked(Mask mask, bool odd, std::int64_t labels) {
    MaskedAffineConfig config;
    config.channels = 4;
    config.mask = mask;
    config.odd = odd;
    config.net.width = 8;
    config.net.labels = labels;
    if (labels > 0) config.net.condition = nn::Condition::kInputOut;
    return std::make_shared<MaskedAffine>(config);
}

std::shared_ptr<Bijection> mixture(std::int64_t heads, std::int64_t labels) {
    MixtureCouplingConfig config;
    config.channels = 4;
    config.height = config.width = 4;
    config.components = 3;
    config.net.width = 8;
    config.net.heads = heads;
    config.net.labels = labels;
    if (labels > 0) config.net.condition = nn::Condition::kInputOut;
    return std::make_shared<MixtureCoupling>(config);
}

/// With the running statistics of a batch that is neither centred nor of one deviation.
std::shared_ptr<Bijection> batch_norm(Mask mask, bool odd) {
    auto layer = std::make_shared<MaskedBatchNorm>(4, mask, odd);
    const at::NoGradGuard no_grad;
    for (at::Tensor& buffer : layer->buffers()) buffer.copy_(at::rand_like(buffer) + 0.2);
    return layer;
}

std::vector<LayerCase> layer_cases() {
    return {
        {"logit", [] { return std::make_shared<Logit>(); }, 0, 0.3},
        {"checkerboard_even", [] { return masked(Mask::kCheckerboard, false, 0); }},
        {"checkerboard_odd_labels", [] { return masked(Mask::kCheckerboard, true, 3); }, 3},
        {"channels_even_labels", [] { return masked(Mask::kChannels, false, 3); }, 3},
        {"channels_odd", [] { return masked(Mask::kChannels, true, 0); }},
        {"batch_norm_checkerboard", [] { return batch_norm(Mask::kCheckerboard, true); }},
        {"batch_norm_channels", [] { return batch_norm(Mask::kChannels, false); }},
        {"element_norm", [] { return std::make_shared<ElementNorm>(4, 4, 4); }},
        {"halves_conv1x1", [] { return std::make_shared<HalvesConv1x1>(4); }},
        {"swap_halves", [] { return std::make_shared<SwapHalves>(); }},
        {"mixture", [] { return mixture(0, 0); }},
        {"mixture_attention_labels", [] { return mixture(2, 3); }, 3},
    };
}

class EveryLayer : public testing::TestWithParam<LayerCase> {
  protected:
    std::shared_ptr<Bijection> perturbed(at::ScalarType type) const {
        auto layer = GetParam().make();
        perturb(*layer, 0.2);
        layer->to(type);
        layer->eval();
        return layer;
    }
    at::Tensor input(std::int64_t count, at::ScalarType type) const {
        return at::randn({count, 4, 4, 4}, type) * GetParam().reach;
    }
    at::Tensor labels(std::int64_t count, at::ScalarType type) const {
        if (GetParam().labels == 0) return {};
        return at::softmax(at::randn({count, GetParam().labels}, type), 1);
    }
};

TEST_P(EveryLayer, LogDetIsThatOfTheJacobian) {
    const auto layer = perturbed(at::kDouble);
    const at::Tensor x = input(1, at::kDouble), h = labels(1, at::kDouble);
    const double expected = jacobian_log_det([&](const at::Tensor& v) { return layer->forward(v, h).value; }, x);
    EXPECT_NEAR(layer->forward(x, h).log_det.item<double>(), expected, 1e-8);
}

TEST_P(EveryLayer, LogDetOfTheInverseIsThatOfItsJacobian) {
    const auto layer = perturbed(at::kDouble);
    const at::Tensor h = labels(1, at::kDouble);
    const at::Tensor z = layer->forward(input(1, at::kDouble), h).value.detach();
    const double expected = jacobian_log_det([&](const at::Tensor& v) { return layer->inverse(v, h).value; }, z);
    EXPECT_NEAR(layer->inverse(z, h).log_det.item<double>(), expected, 1e-8);
}

TEST_P(EveryLayer, InvertsBothWays) {
    for (const auto& [type, tolerance] : {std::pair{at::kDouble, 1e-9}, std::pair{at::kFloat, 1e-4}}) {
        const auto layer = perturbed(type);
        const at::Tensor x = input(3, type), h = labels(3, type);
        const Mapped there = layer->forward(x, h), back = layer->inverse(there.value, h);
        EXPECT_EQ(there.value.scalar_type(), type);
        EXPECT_LT(largest(back.value - x), tolerance);
        EXPECT_LT(largest(there.log_det + back.log_det), 10 * tolerance);
        const Mapped down = layer->inverse(x, h), up = layer->forward(down.value, h);
        EXPECT_LT(largest(up.value - x), tolerance);
    }
}

INSTANTIATE_TEST_SUITE_P(Layers, EveryLayer, testing::ValuesIn(layer_cases()),
                         [](const auto& parameter) { return parameter.param.name; });

// V6 counts from p in [0, 1); the layer from x = 2p − 1, so ln 2 less.
TEST(Logit, ReproducesVectorV6) {
    const at::Tensor p = at::tensor({0.5, 0.0, 0.999}, at::kDouble).view({3, 1, 1, 1});
    const Mapped mapped = Logit().forward(2 * p - 1, {});
    const at::Tensor value = at::tensor({0.0, -2.944438979, 2.925651244}, at::kDouble);
    const at::Tensor log_det = at::tensor({1.280933845, 2.941665052, 2.924772952}, at::kDouble);
    EXPECT_LT(largest(mapped.value.flatten() - value), 1e-9);
    EXPECT_LT(largest(mapped.log_det + std::numbers::ln2 - log_det), 1e-9);
}

TEST(Logit, StaysFiniteBeyondItsRange) {
    for (const auto type : {at::kFloat, at::kDouble}) {
        const Mapped there = Logit().forward(at::tensor({-2.0, -10.0 / 9, 10.0 / 9, 5.0}, type).view({4, 1, 1, 1}), {});
        EXPECT_TRUE(at::isfinite(there.value).all().item<bool>());
        EXPECT_TRUE(at::isfinite(there.log_det).all().item<bool>());
        const Mapped back = Logit().inverse(at::tensor({-200.0, 200.0}, type).view({2, 1, 1, 1}), {});
        EXPECT_NEAR(back.value[0].item<double>(), -10.0 / 9, 1e-6);
        EXPECT_NEAR(back.value[1].item<double>(), 10.0 / 9, 1e-6);
        EXPECT_TRUE(at::isfinite(back.log_det).all().item<bool>());
    }
}

TEST(SqueezeDiagonal, PutsTheDiagonalPixelsFirst) {
    const at::Tensor ramp = at::arange(16, at::kFloat).view({1, 1, 4, 4});
    const at::Tensor two = at::cat({ramp, ramp + 100}, 1);
    const at::Tensor corner = squeeze_diagonal(two).select(2, 0).select(2, 0).flatten();
    EXPECT_TRUE(at::equal(corner, at::tensor({0.f, 100.f, 5.f, 105.f, 1.f, 101.f, 4.f, 104.f})));
    EXPECT_TRUE(at::equal(unsqueeze_diagonal(squeeze_diagonal(two)), two));
}

TEST(SplitColumns, PutsEvenColumnsFirst) {
    const at::Tensor ramp = at::arange(8, at::kFloat).view({1, 1, 2, 4});
    const at::Tensor expected = at::tensor({0.f, 2.f, 4.f, 6.f, 1.f, 3.f, 5.f, 7.f}).view({1, 2, 2, 2});
    EXPECT_TRUE(at::equal(split_columns(ramp), expected));
    EXPECT_TRUE(at::equal(join_columns(expected), ramp));
}

TEST(MaskedAffine, StartsAsTheIdentity) {
    for (const Mask mask : {Mask::kCheckerboard, Mask::kChannels}) {
        const auto layer = masked(mask, false, 0);
        const at::Tensor x = at::randn({2, 4, 4, 4});
        const Mapped mapped = layer->forward(x, {});
        EXPECT_TRUE(at::equal(mapped.value, x));
        EXPECT_EQ(largest(mapped.log_det), 0.0);
    }
}

// ∂y/∂x is 1 and nothing else in the rows of elements that pass; every other row depends on them.
TEST(MaskedAffine, PassesWhatItsMaskSays) {
    for (const Mask mask : {Mask::kCheckerboard, Mask::kChannels}) {
        for (const bool odd : {false, true}) {
            const auto layer = masked(mask, odd, 0);
            perturb(*layer, 0.3);
            layer->to(at::kDouble);
            layer->eval();
            const at::Tensor x = at::randn({1, 4, 4, 4}, at::kDouble);
            const at::Tensor y = layer->forward(x, {}).value;
            for (std::int64_t c = 0; c < 4; ++c) {
                for (std::int64_t i = 0; i < 4; ++i) {
                    for (std::int64_t j = 0; j < 4; ++j) {
                        const bool second = mask == Mask::kChannels ? c >= 2 : (i + j) % 2 == 1;
                        const double change = (y - x)[0][c][i][j].abs().item<double>();
                        EXPECT_EQ(change == 0, second == odd) << c << i << j;
                    }
                }
            }
        }
    }
}

TEST(MaskedAffine, UsesItsBatchInTrainingOnly) {
    const auto layer = masked(Mask::kChannels, false, 0);
    perturb(*layer, 0.3);
    const at::Tensor x = at::randn({4, 4, 4, 4});
    const auto alone = [&] { return layer->forward(x.narrow(0, 0, 1), {}).value; };
    EXPECT_GT(largest(alone() - layer->forward(x, {}).value.narrow(0, 0, 1)), 1e-3);
    layer->eval();
    EXPECT_LT(largest(alone() - layer->forward(x, {}).value.narrow(0, 0, 1)), 1e-5);
}

/// The elements of channel c of `x` [N, 4, H, W] that a mask lets change, as one row; where none do, empty.
at::Tensor changed_values(const at::Tensor& x, Mask mask, bool odd, std::int64_t c) {
    std::vector<at::Tensor> values;
    for (std::int64_t i = 0; i < x.size(2); ++i) {
        for (std::int64_t j = 0; j < x.size(3); ++j) {
            const bool second = mask == Mask::kChannels ? c >= 2 : (i + j) % 2 == 1;
            if (second != odd) values.push_back(x.select(1, c).select(1, i).select(1, j));
        }
    }
    return values.empty() ? at::empty({0}, x.options()) : at::cat(values);
}

// Statistics, log-determinant and running averages counted place by place.
TEST(MaskedBatchNorm, NormalisesItsBatchInTraining) {
    for (const Mask mask : {Mask::kCheckerboard, Mask::kChannels}) {
        for (const bool odd : {false, true}) {
            MaskedBatchNorm norm(4, mask, odd);
            norm.to(at::kDouble);
            const at::Tensor x = at::randn({5, 4, 3, 3}, at::kDouble) * 2 + at::arange(4).view({1, 4, 1, 1});
            const Mapped mapped = norm.forward(x, {});
            double log_det = 0;
            for (std::int64_t c = 0; c < 4; ++c) {
                const at::Tensor before = changed_values(x, mask, odd, c);
                EXPECT_TRUE(at::equal(changed_values(mapped.value, mask, !odd, c), changed_values(x, mask, !odd, c)));
                const auto buffers = norm.named_buffers();
                const double running_mean = buffers["running_mean"][0][c].item<double>();
                const double running_var = buffers["running_var"][0][c].item<double>();
                if (before.numel() == 0) {
                    EXPECT_DOUBLE_EQ(running_mean, 0);
                    continue;
                }
                const double mean = before.mean().item<double>();
                const double var = (before - mean).square().mean().item<double>();
                const at::Tensor after = changed_values(mapped.value, mask, odd, c);
                EXPECT_LT(largest(after - (before - mean) / std::sqrt(var + 1e-5)), 1e-12);
                log_det -= 0.5 * std::log(var + 1e-5) * static_cast<double>(before.numel()) / 5;
                EXPECT_NEAR(running_mean, 0.1 * mean, 1e-12);
                EXPECT_NEAR(running_var, 0.9 + 0.1 * var, 1e-12);
            }
            EXPECT_LT(largest(mapped.log_det - log_det), 1e-10);
        }
    }
}

// The statistics are functions of the batch: a gradient that took them for constants would differ.
TEST(MaskedBatchNorm, GradientsFlowThroughTheStatistics) {
    MaskedBatchNorm norm(2, Mask::kChannels, false);
    norm.to(at::kDouble);
    const auto objective = [&](const at::Tensor& x) {
        const Mapped mapped = norm.forward(x, {});
        return (mapped.value * at::arange(x.numel(), at::kDouble).view(x.sizes())).sum() + mapped.log_det.sum();
    };
    const at::Tensor x = at::randn({3, 2, 2, 2}, at::kDouble).requires_grad_(true);
    objective(x).backward();
    const at::NoGradGuard no_grad;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        const at::Tensor step = at::zeros({x.numel()}, at::kDouble);
        step[i] = 1e-6;
        const at::Tensor there = step.view(x.sizes());
        const double slope = (objective(x + there) - objective(x - there)).item<double>() / 2e-6;
        EXPECT_NEAR(x.grad().flatten()[i].item<double>(), slope, 1e-6 * std::max(1.0, std::abs(slope))) << i;
    }
}

TEST(MaskedBatchNorm, KeepsItsRunningStatisticsThroughABatchThatOverflowed) {
    MaskedBatchNorm norm(2, Mask::kCheckerboard, false);
    norm.forward(at::full({2, 2, 2, 2}, std::numeric_limits<float>::infinity()), {});
    for (const at::Tensor& buffer : norm.buffers()) EXPECT_TRUE(at::isfinite(buffer).all().item<bool>());
}

TEST(ElementNorm, WhitensEveryElementOfTheInitialisationBatch) {
    ElementNorm norm(2, 3, 3);
    norm.to(at::kDouble);
    const at::Tensor x = at::randn({16, 2, 3, 3}, at::kDouble) * at::rand({1, 2, 3, 3}, at::kDouble).add(0.1) + 3;
    Mapped mapped;
    {
        const nn::InitialisationGuard guard;
        mapped = norm.forward(x, {});
    }
    EXPECT_LT(largest(mapped.value.mean(0)), 1e-9);
    EXPECT_LT(largest(mapped.value.std({0}, false) - 1), 1e-9);
    EXPECT_NEAR(mapped.log_det[0].item<double>(), -x.std({0}, false).log().sum().item<double>(), 1e-9);
}

TEST(ElementNorm, StaysFiniteOnConstantElementsAndOnOneImage) {
    for (const std::int64_t images : {1, 4}) {
        ElementNorm norm(2, 3, 3);
        const nn::InitialisationGuard guard;
        const Mapped mapped = norm.forward(at::ones({images, 2, 3, 3}), {});
        EXPECT_EQ(largest(mapped.value), 0.0);
        EXPECT_TRUE(at::isfinite(mapped.log_det).all().item<bool>());
    }
}

TEST(HalvesConv1x1, StartsNearTheIdentityAndKeepsTheHalvesApart) {
    HalvesConv1x1 layer(6);
    const at::Tensor x = at::randn({2, 6, 3, 3});
    EXPECT_LT(largest(layer.forward(x, {}).value - x), 0.05);
    perturb(layer, 0.5);
    at::Tensor other = x.clone();
    other.narrow(1, 3, 3).add_(1);
    const at::Tensor change = layer.forward(other, {}).value - layer.forward(x, {}).value;
    EXPECT_EQ(largest(change.narrow(1, 0, 3)), 0.0);
    EXPECT_GT(largest(change.narrow(1, 3, 3)), 0.0);
}

TEST(MixtureCoupling, KeepsTheFirstHalfAndStartsNearTheIdentity) {
    const auto layer = mixture(2, 0);
    const at::Tensor x = at::randn({2, 4, 4, 4});
    {
        const nn::InitialisationGuard guard;
        layer->forward(x, {});
    }
    const Mapped mapped = layer->forward(x, {});
    EXPECT_TRUE(at::equal(mapped.value.narrow(1, 0, 2), x.narrow(1, 0, 2)));
    const at::Tensor change = (mapped.value - x).narrow(1, 2, 2);
    EXPECT_LT(change.abs().mean().item<double>(), 0.3);
    EXPECT_GT(largest(change), 0.0);
}

}  // namespace
}  // namespace bplf::flow::test
