// SPDX-License-Identifier: GPL-3.0-or-later
// Vector V5, tails, inverse and gradients of Flow++'s element-wise map (core/flow/README.md#mixture-of-logistics).
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include "core/flow/layers/mixture_logistics.h"
#include "tests/core/flow/flow_cases.h"

namespace bplf::flow::test {
namespace {

double largest(const at::Tensor& x) {
    return x.abs().max().item<double>();
}

at::Tensor one(double value) {
    return at::full({1, 1, 1, 1}, value, at::kDouble);
}
at::Tensor three(double a, double b, double c) {
    return at::tensor({a, b, c}, at::kDouble).view({1, 3, 1, 1, 1});
}

MixtureLogistics vector_v5(at::ScalarType type = at::kDouble) {
    return {one(0.5).tanh().to(type), one(0.7).to(type), three(0.1, 0.2, 0.4).to(type), three(-1, 0, 1).to(type),
            three(-1, 0, 0.2).to(type)};
}

/// spread: deviation of the means and log-scales.
MixtureLogistics random_mixture(std::int64_t images, std::int64_t components, double spread,
                                at::ScalarType type = at::kDouble) {
    const auto many = [&](double deviation) { return at::randn({images, components, 2, 2, 2}, type) * deviation; };
    return {at::randn({images, 2, 2, 2}, type).tanh(), at::randn({images, 2, 2, 2}, type), many(1), many(spread),
            many(spread)};
}

TEST(MixtureLogistics, ReproducesVectorV5) {
    const Mapped mapped = mixture_logistics(one(0.3), vector_v5());
    EXPECT_NEAR(mapped.value.item<double>(), 1.382266448198, 1e-10);
    EXPECT_NEAR(mapped.log_det.item<double>(), 0.143385891673, 1e-10);
    MixtureLogistics plain = vector_v5();
    plain.log_scale = one(0);
    plain.shift = one(0);
    const Mapped logit = mixture_logistics(one(0.3), plain);
    EXPECT_NEAR(logit.value.item<double>(), 0.429792747867, 1e-10);
    EXPECT_NEAR(logit.value.sigmoid().item<double>(), 0.605824177450, 1e-10);
}

TEST(MixtureLogistics, InverseOfVectorV5Gives0_3) {
    const Mapped back = mixture_logistics_inverse(mixture_logistics(one(0.3), vector_v5()).value, vector_v5());
    EXPECT_NEAR(back.value.item<double>(), 0.3, 1e-9);
    EXPECT_NEAR(back.log_det.item<double>(), -0.143385891673, 1e-9);
}

TEST(MixtureLogistics, TailsStayFiniteAndInvert) {
    for (const double b : {-1000.0, -30.0, 30.0, 1000.0}) {
        for (const auto type : {at::kFloat, at::kDouble}) {
            const Mapped there = mixture_logistics(one(b).to(type), vector_v5(type));
            EXPECT_TRUE(std::isfinite(there.value.item<double>())) << b;
            EXPECT_TRUE(std::isfinite(there.log_det.item<double>())) << b;
            const Mapped back = mixture_logistics_inverse(there.value, vector_v5(type));
            const double tolerance = type == at::kDouble ? 1e-12 : 1e-6;
            EXPECT_NEAR(back.value.item<double>(), b, tolerance * (1 + std::abs(b)));
        }
    }
    // Far out one component, here the widest, decides: the slope of the logit is its e^−ℓ.
    const double slope =
        (mixture_logistics(one(1001), vector_v5()).value - mixture_logistics(one(1000), vector_v5()).value)
            .item<double>() /
        std::exp(std::tanh(0.5));
    EXPECT_NEAR(slope, std::exp(-0.2), 1e-9);
}

TEST(MixtureLogistics, InverseFindsTheRootWhereverItLies) {
    // Narrow components far apart: the logit is flat between them and steep at each, Newton alone
    // would leave.
    for (const double spread : {0.5, 3.0, 8.0}) {
        for (const std::int64_t components : {1, 4}) {
            const MixtureLogistics mixture = random_mixture(64, components, spread);
            const at::Tensor z = at::randn({64, 2, 2, 2}, at::kDouble) * 5;
            const Mapped back = mixture_logistics_inverse(z, mixture);
            const Mapped there = mixture_logistics(back.value, mixture);
            // One rounding of x moves y by the slope.
            const at::Tensor x = back.value.clone().requires_grad_(true);
            const at::Tensor slope = torch::autograd::grad({mixture_logistics(x, mixture).value.sum()}, {x})[0];
            const at::Tensor allowed = 1e-11 * (1 + z.abs()) + 1e-14 * slope * back.value.abs();
            EXPECT_TRUE(((there.value - z).abs() <= allowed).all().item<bool>())
                << spread << " " << components << " " << largest((there.value - z) / allowed);
            EXPECT_LT(largest(there.log_det + back.log_det), 1e-6);
        }
    }
}

TEST(MixtureLogistics, NarrowScalesAreFloored) {
    MixtureLogistics floored = vector_v5(), narrow = vector_v5();
    floored.log_scales = at::full_like(floored.log_scales, -7);
    narrow.log_scales = at::full_like(narrow.log_scales, -20);
    EXPECT_TRUE(at::equal(mixture_logistics(one(0.3), narrow).value, mixture_logistics(one(0.3), floored).value));
}

/// Largest difference between autograd and central differences of a scalar function of several
/// tensors.
double gradient_error(const std::function<at::Tensor(const std::vector<at::Tensor>&)>& f,
                      std::vector<at::Tensor> inputs) {
    for (at::Tensor& input : inputs) input = input.detach().clone().requires_grad_(true);
    const auto gradients = torch::autograd::grad({f(inputs)}, inputs);
    const at::NoGradGuard no_grad;
    constexpr double step = 1e-5;
    double worst = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        at::Tensor flat = inputs[i].view(-1);
        for (std::int64_t k = 0; k < flat.size(0); ++k) {
            const double before = flat[k].item<double>();
            flat[k] = before + step;
            const double above = f(inputs).item<double>();
            flat[k] = before - step;
            const double below = f(inputs).item<double>();
            flat[k] = before;
            const double expected = (above - below) / (2 * step);
            worst = std::max(worst, std::abs(gradients[i].view(-1)[k].item<double>() - expected));
        }
    }
    return worst;
}

TEST(MixtureLogistics, GradientsOfBothDirectionsMatchDifferences) {
    const MixtureLogistics m = random_mixture(1, 3, 0.5);
    const at::Tensor x = at::randn({1, 2, 2, 2}, at::kDouble), weight = at::randn({1, 2, 2, 2}, at::kDouble);
    for (const auto direction : {mixture_logistics, mixture_logistics_inverse}) {
        const auto f = [&](const std::vector<at::Tensor>& v) {
            const Mapped mapped = direction(v[0], {v[1], v[2], v[3], v[4], v[5]});
            return (mapped.value * weight).sum() + 0.7 * mapped.log_det.sum();
        };
        EXPECT_LT(gradient_error(f, {x, m.log_scale, m.shift, m.logits, m.means, m.log_scales}), 1e-7);
    }
}

}  // namespace
}  // namespace bplf::flow::test
