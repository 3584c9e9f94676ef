// SPDX-License-Identifier: GPL-3.0-or-later
// dynamic_linear on the CPU.
#include "core/base/error.h"
#include "tests/core/ops/dynamic_linear_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <functional>

namespace bplf::test {
namespace {

using ops::DynamicLinearOptions;
using ops::Order;
using ops::Scale;

/// One scale at a time, in both orders and directions.
class DynamicLinear : public testing::TestWithParam<Scale> {
  protected:
    static void for_each_case(const std::function<void(const CouplingCase&)>& body) {
        for (const CouplingCase& value : coupling_cases()) {
            if (value.scale == GetParam()) {
                SCOPED_TRACE(name_of(value));
                body(value);
            }
        }
    }
};

INSTANTIATE_TEST_SUITE_P(Scales, DynamicLinear,
                         testing::Values(Scale::kNone, Scale::kTanh, Scale::kSigmoid2, Scale::kClamp),
                         [](const auto& test_case) { return name_of(test_case.param); });

TEST_P(DynamicLinear, AgreesWithCompositionInFloat64) {
    for_each_case([](const CouplingCase& value) { check_coupling(value, at::kDouble); });
}

TEST_P(DynamicLinear, AgreesWithCompositionInFloat32) {
    for_each_case([](const CouplingCase& value) { check_coupling(value, at::kFloat); });
}

TEST_P(DynamicLinear, WritesItsOutputsAndNothingElse) {
    for_each_case([](const CouplingCase& value) { check_coupling_guards(value, at::kCPU); });
}

void check_thread_counts(const CouplingCase& value) {
    for (const Broadcast& broadcast : broadcasts()) {
        const CouplingInputs inputs =
            random_coupling_inputs(value, {64, 3, 15, 17}, broadcast, at::kFloat, Layout::kContiguous);
        expect_same_for_any_thread_count([&] {
            std::vector<at::Tensor> results = coupling(value, inputs);
            for (const at::Tensor& gradient : gradients(results, inputs.leaves())) {
                results.push_back(gradient);
            }
            return results;
        });
    }
}

TEST_P(DynamicLinear, DoesNotDependOnThreads) {
    for_each_case(check_thread_counts);
}

void check_inverse(const CouplingCase& value) {
    CouplingCase back = value;
    back.inverse = !back.inverse;
    CouplingInputs inputs = random_coupling_inputs(value, {3, 4, 7, 9}, {}, at::kDouble, Layout::kContiguous);
    const at::Tensor x = inputs.x.detach().clone();
    const auto there = coupling(value, inputs);
    inputs.x = there[0];
    const auto here = coupling(back, inputs);
    expect_close(here[0], x, 1e-12, "x");
    expect_close(here[1], -there[1], 1e-12, "log_det");
}

TEST_P(DynamicLinear, InverseUndoesForward) {
    for_each_case(check_inverse);
}

at::Tensor curved_loss(const CouplingCase& value, const CouplingInputs& inputs) {
    const auto out = coupling(value, inputs);
    return out[0].sin().sum() + out[1].square().sum();
}

void check_finite_differences(const CouplingCase& value) {
    const CouplingInputs inputs = random_coupling_inputs(value, {2, 1, 2, 3}, {}, at::kDouble, Layout::kContiguous);
    const auto grads = torch::autograd::grad({curved_loss(value, inputs)}, inputs.leaves(), {}, {}, false, true);
    const at::NoGradGuard no_grad;
    for (size_t leaf = 0; leaf < inputs.leaves().size(); ++leaf) {
        const at::Tensor flat = inputs.leaves()[leaf].view(-1);
        for (int64_t i = 0; i < flat.numel(); ++i) {
            const double kept = flat[i].item<double>();
            const double step = 1e-6;
            flat[i] = kept + step;
            const double above = curved_loss(value, inputs).item<double>();
            flat[i] = kept - step;
            const double below = curved_loss(value, inputs).item<double>();
            flat[i] = kept;
            EXPECT_NEAR(grads[leaf].view(-1)[i].item<double>(), (above - below) / (2 * step), 1e-6);
        }
    }
}

TEST_P(DynamicLinear, GradientsAgreeWithFiniteDifferences) {
    for_each_case(check_finite_differences);
}

TEST_P(DynamicLinear, EmptyBatchGivesEmptyResultsAndZeroGradients) {
    for_each_case([](const CouplingCase& value) {
        const CouplingInputs inputs =
            random_coupling_inputs(value, {0, 2, 3, 4}, {true, false}, at::kFloat, Layout::kContiguous);
        const auto out = coupling(value, inputs);
        EXPECT_EQ(out[0].sizes(), inputs.x.sizes());
        EXPECT_EQ(out[1].sizes(), at::IntArrayRef({0}));
        for (const at::Tensor& gradient : gradients(out, inputs.leaves())) {
            EXPECT_EQ(gradient.abs().sum().item<double>(), 0.0);
        }
    });
}

at::Tensor image(std::vector<double> channels) {
    const auto count = static_cast<int64_t>(channels.size());
    return at::tensor(channels, at::kDouble).reshape({1, count, 1, 1});
}

/// core/flow/README.md#reference-values, V2: parameters of the second half from the first half of x (or of y).
std::pair<at::Tensor, at::Tensor> second_half(const at::Tensor& given, const at::Tensor& half, bool inverse) {
    const at::Tensor w = at::tensor({.2, -.5, .4, .1, 1., .5, -.3, .8}, at::kDouble).reshape({4, 2});
    const at::Tensor bias = at::tensor({.05, -.05, .1, .2}, at::kDouble);
    at::Tensor params = (w.matmul(given.reshape({2, 1})).reshape(4) + bias).reshape({1, 4, 1, 1});
    params = at::cat({params.narrow(1, 0, 2) / 2, params.narrow(1, 2, 2)}, 1);
    const auto run = inverse ? ops::dynamic_linear_inverse : ops::dynamic_linear;
    const auto [out, log_det] =
        run(half, params, at::full({2}, 2.0, at::kDouble), at::zeros({2}, at::kDouble), DynamicLinearOptions{});
    return {out, log_det};
}

std::pair<at::Tensor, at::Tensor> first_half(const at::Tensor& half, bool inverse) {
    const at::Tensor params = at::cat({at::zeros({1, 2, 1, 1}, at::kDouble), image({.3, -.4})}, 1);
    const auto run = inverse ? ops::dynamic_linear_inverse : ops::dynamic_linear;
    const auto [out, log_det] =
        run(half, params, at::zeros({2}, at::kDouble), at::tensor({.1, -.2}, at::kDouble), DynamicLinearOptions{});
    return {out, log_det};
}

TEST(BplfModule, MatchesTheReferenceVector) {
    const at::Tensor x = image({.5, -.25, 1., 2.}).requires_grad_();
    const auto [y1, log_det1] = first_half(x.narrow(1, 0, 2), false);
    const auto [y2, log_det2] = second_half(x.narrow(1, 0, 2), x.narrow(1, 2, 2), false);
    const at::Tensor y = at::cat({y1, y2}, 1);
    expect_close(y, image({.852585459, -.604682688, 1.789268102, 2.115928648}), 1e-9, "y");
    EXPECT_NEAR((log_det1 + log_det2).item<double>(), .298117427, 1e-9);

    std::vector<at::Tensor> rows;
    for (int64_t i = 0; i < 4; ++i) {
        rows.push_back(torch::autograd::grad({y.view(-1)[i]}, {x}, {}, true)[0].view(-1));
    }
    const at::Tensor jacobian = at::stack(rows);
    const at::Tensor expected = at::tensor({1.105170918, 0., 0., 0., 0., .818730753, 0., 0., 1.257946017, -.144865042,
                                            1.314268102, 0., .602840146, 1.025710036, 0., 1.132964324},
                                           at::kDouble)
                                    .reshape({4, 4});
    expect_close(jacobian, expected, 1e-9, "jacobian");
    EXPECT_NEAR(std::get<1>(at::linalg_slogdet(jacobian)).item<double>(), (log_det1 + log_det2).item<double>(), 1e-12);

    const at::Tensor x1 = first_half(y.narrow(1, 0, 2), true).first;
    const at::Tensor x2 = second_half(x1, y.narrow(1, 2, 2), true).first;
    expect_close(at::cat({x1, x2}, 1), x, 1e-12, "inverse");
}

TEST(BplfModule, MatchesTheReferenceVectorOfTheInverseType) {
    const auto [y1, log_det1] = first_half(image({.5, -.25}), false);
    const auto [y2, log_det2] = second_half(y1, image({1., 2.}), false);
    expect_close(y2, image({2.317641042, 1.976545486}), 1e-9, "y2");
    EXPECT_NEAR((log_det1 + log_det2).item<double>(), .640813580, 1e-9);
}

TEST(DynamicLinearInput, NotANumberIsPassedOn) {
    const at::Tensor x = at::ones({1, 1, 4, 8});
    const at::Tensor ab = at::ones({1});
    for (const Scale scale : {Scale::kTanh, Scale::kSigmoid2, Scale::kClamp}) {
        at::Tensor params = at::zeros({1, 2, 4, 8});
        params[0][0][2][3] = std::nan("");
        const auto [y, log_det] = ops::dynamic_linear(x, params, ab, ab, {.scale = scale});
        EXPECT_EQ(y.isnan().sum().item<int64_t>(), 1);
        EXPECT_TRUE(log_det.isnan().all().item<bool>());
    }
}

TEST(DynamicLinearInput, WrongShapesAreRefusedByName) {
    const at::Tensor x = at::ones({2, 2, 4, 4});
    const at::Tensor ab = at::ones({2});
    const auto message = [&](const at::Tensor& params, const at::Tensor& a) {
        try {
            ops::dynamic_linear(x, params, a, ab, {});
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kInternal);
            return error.problem();
        }
        return std::string("accepted");
    };
    EXPECT_THAT(message(at::ones({2, 3, 4, 4}), ab), testing::HasSubstr("params"));
    EXPECT_THAT(message(at::ones({3, 4, 4, 4}), ab), testing::HasSubstr("params"));
    EXPECT_THAT(message(at::ones({2, 4, 4, 1}), ab), testing::HasSubstr("params"));
    EXPECT_THAT(message(at::ones({2, 4, 4, 4}, at::kDouble), ab), testing::HasSubstr("params"));
    EXPECT_THAT(message(at::ones({2, 4, 4, 4}), at::Tensor()), testing::HasSubstr("undefined"));
    EXPECT_THAT(message(at::ones({2, 4, 4, 4}), at::ones({3})), testing::HasSubstr("a is"));
}

TEST(DynamicLinearInput, SecondDerivativesAreRefused) {
    const at::Tensor x = at::ones({1, 1, 2, 2}).requires_grad_();
    const at::Tensor params = at::ones({1, 2, 2, 2});
    const auto [y, log_det] = ops::dynamic_linear(x, params, {}, {}, {.scale = Scale::kNone});
    EXPECT_THROW(torch::autograd::grad({y.sum()}, {x}, {}, true, true), Error);
}

}  // namespace
}  // namespace bplf::test
