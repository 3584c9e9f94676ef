// SPDX-License-Identifier: GPL-3.0-or-later
// g of a coupling, whose gradient on the processor is written by hand, against its definition and autograd's gradient.
#include "core/nn/coupling_net.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

namespace bplf::nn {
namespace {

constexpr std::int64_t kLabels = 3, kHeight = 4, kWidth = 5;

/// The border as one more input channel: 1 on the padding ring, 0 inside.
at::Tensor with_ring(const at::Tensor& x, bool edge, std::int64_t ring) {
    const at::Tensor padded = at::constant_pad_nd(x, {ring, ring, ring, ring});
    if (!edge) return padded;
    const at::Tensor inside = at::zeros({x.size(0), 1, x.size(2), x.size(3)}, x.options());
    return at::cat({padded, at::constant_pad_nd(inside, {ring, ring, ring, ring}, 1)}, 1);
}

at::Tensor layer_by_definition(CouplingNetImpl& net, const std::string& name, const at::Tensor& x,
                               const at::Tensor& h) {
    const auto parameters = net.named_parameters();
    const auto find = [&](const std::string& part) {
        const at::Tensor* found = parameters.find(name + part);
        return found ? *found : at::Tensor();
    };
    const at::Tensor weight = find("_weight");
    at::Tensor y = at::conv2d(with_ring(x, weight.size(1) > x.size(1), weight.size(2) / 2), weight, find("_bias"));
    if (find("_logs").defined()) y = y * (find("_logs") * 3).exp().view({1, -1, 1, 1});
    if (find("_label").defined()) y = y + at::matmul(h, find("_label")).unsqueeze(-1).unsqueeze(-1);
    if (find("_position").defined()) y = y + find("_position");
    return y;
}

at::Tensor by_definition(CouplingNetImpl& net, const at::Tensor& x, const at::Tensor& h) {
    const at::Tensor a = at::relu(layer_by_definition(net, "a", x, h));
    return layer_by_definition(net, "last", at::relu(layer_by_definition(net, "b", a, h)), h);
}

CouplingNet random_net(const CouplingNetOptions& options, at::ScalarType type) {
    CouplingNet net(options);
    const at::NoGradGuard no_grad;
    for (at::Tensor& parameter : net->parameters()) parameter.copy_(at::randn(parameter.sizes()) * 0.3);
    net->to(type);
    return net;
}

CouplingNetOptions small_options(Condition condition, Position position) {
    CouplingNetOptions options;
    options.in_channels = 3;
    options.out_channels = 6;
    options.width = 7;
    options.condition = condition;
    options.position = position;
    options.labels = condition == Condition::kNone ? 0 : kLabels;
    options.height = kHeight;
    options.width_px = kWidth;
    return options;
}

at::Tensor random_labels(std::int64_t images, at::ScalarType type) {
    return at::softmax(at::randn({images, kLabels}, type), 1);
}

void expect_definition(const CouplingNetOptions& options) {
    CouplingNet net = random_net(options, at::kDouble);
    // A slice of the channels of a larger tensor, as a flow hands them over.
    const at::Tensor whole = at::randn({2, 5, kHeight, kWidth}, at::kDouble).requires_grad_(true);
    const at::Tensor x = whole.narrow(1, 1, 3);
    const at::Tensor h = options.labels > 0 ? random_labels(2, at::kDouble) : at::Tensor();
    const at::Tensor y = net->forward(x, h), expected = by_definition(*net, x, h);
    ASSERT_TRUE(at::allclose(y, expected, 1e-10, 1e-10));
    EXPECT_TRUE(y.is_contiguous());
    std::vector<at::Tensor> inputs = net->parameters();
    inputs.push_back(whole);
    const at::Tensor g = at::randn_like(expected);
    const auto ours = torch::autograd::grad({y}, inputs, {g}), theirs = torch::autograd::grad({expected}, inputs, {g});
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        EXPECT_TRUE(at::allclose(ours[i], theirs[i], 1e-9, 1e-9)) << i << " of " << inputs.size();
    }
}

TEST(CouplingNet, AndItsGradientFollowTheDefinition) {
    for (const Condition condition : {Condition::kNone, Condition::kOut, Condition::kInput, Condition::kInputOut}) {
        for (const Position position : {Position::kNone, Position::kEdge, Position::kMap}) {
            CouplingNetOptions options = small_options(condition, position);
            for (const bool actnorm : {true, false}) {
                options.actnorm = actnorm;
                for (const std::int64_t middle : {3, 1}) {
                    options.kernels[1] = middle;
                    options.width = actnorm ? 24 : 7;  // few channels beside the hidden ones, and not so few
                    SCOPED_TRACE(static_cast<int>(condition) * 100 + static_cast<int>(position) * 10 + middle);
                    expect_definition(options);
                }
            }
        }
    }
}

TEST(CouplingNet, GivesTheSameWithoutAGraph) {
    CouplingNet net = random_net(small_options(Condition::kInputOut, Position::kMap), at::kFloat);
    const at::Tensor x = at::randn({2, 3, kHeight, kWidth}), h = random_labels(2, at::kFloat);
    const at::Tensor y = net->forward(x, h);
    const at::NoGradGuard no_grad;
    EXPECT_TRUE(at::equal(net->forward(x, h), y));
}

TEST(CouplingNet, PassesAGradientToTheLabelsToo) {
    CouplingNet net = random_net(small_options(Condition::kInputOut, Position::kEdge), at::kDouble);
    const at::Tensor x = at::randn({2, 3, kHeight, kWidth}, at::kDouble);
    const at::Tensor h = random_labels(2, at::kDouble).requires_grad_(true);
    const at::Tensor g = at::randn({2, 6, kHeight, kWidth}, at::kDouble);
    const auto ours = torch::autograd::grad({net->forward(x, h)}, {h}, {g});
    const auto theirs = torch::autograd::grad({by_definition(*net, x, h)}, {h}, {g});
    EXPECT_TRUE(at::allclose(ours[0], theirs[0], 1e-9, 1e-9));
}

/// ‖a − b‖ / ‖b‖.
double relative_error(const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).norm() / b.norm()).item<double>();
}

TEST(CouplingNet, IsNoFartherFromFloat32InBfloat16ThanAutogradsGradientIs) {
    CouplingNetOptions options = small_options(Condition::kInputOut, Position::kMap);
    options.width = 64;
    CouplingNet net = random_net(options, at::kFloat);
    const at::Tensor x = at::randn({4, 3, kHeight, kWidth}).requires_grad_(true), h = random_labels(4, at::kFloat);
    std::vector<at::Tensor> inputs = net->parameters();
    inputs.push_back(x);
    const at::Tensor g = at::randn({4, 6, kHeight, kWidth});
    const at::Tensor exact = net->forward(x, h);
    const auto exact_gradients = torch::autograd::grad({exact}, inputs, {g});
    net->set_compute_type(at::kBFloat16);
    const at::Tensor y = net->forward(x, h);
    const auto ours = torch::autograd::grad({y}, inputs, {g});
    // Labels that want a gradient leave it to autograd.
    const at::Tensor watched = h.clone().requires_grad_(true);
    const auto theirs = torch::autograd::grad({net->forward(x, watched)}, inputs, {g});
    EXPECT_LT(relative_error(y, exact), 0.01) << "bfloat16 keeps 8 bits: one rounding is off by up to 0.4 %";
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        EXPECT_EQ(ours[i].scalar_type(), at::kFloat);
        EXPECT_LT(relative_error(ours[i], exact_gradients[i]),
                  1.5 * relative_error(theirs[i], exact_gradients[i]) + 0.01)
            << i;
    }
}

TEST(CouplingNet, HasNoSecondDerivative) {
    CouplingNet net = random_net(small_options(Condition::kNone, Position::kNone), at::kDouble);
    const at::Tensor x = at::randn({1, 3, kHeight, kWidth}, at::kDouble).requires_grad_(true);
    EXPECT_ANY_THROW(torch::autograd::grad({net->forward(x, {}).sum()}, {x}, {}, std::nullopt, /*create_graph=*/true));
}

}  // namespace
}  // namespace bplf::nn
