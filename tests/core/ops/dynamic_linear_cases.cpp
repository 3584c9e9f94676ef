// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of dynamic_linear_test and dynamic_linear_cuda_test.
#include "tests/core/ops/dynamic_linear_cases.h"

#include "core/ops/operands.h"

#include <gtest/gtest.h>

namespace bplf::test {
namespace {

using ops::Order;
using ops::Scale;

constexpr double kClamp = 0.8;

at::Tensor reference_log_scale(Scale scale, const at::Tensor& raw, const at::Tensor& a, const at::Tensor& b) {
    switch (scale) {
        case Scale::kNone:
            return raw * 0;
        case Scale::kTanh:
            return a.reshape({1, -1, 1, 1}) * raw.tanh() + b.reshape({1, -1, 1, 1});
        case Scale::kSigmoid2:
            return at::log_sigmoid(raw + 2.0);
        case Scale::kClamp:
            return raw.clamp(-kClamp, kClamp);
    }
    return {};
}

CouplingInputs reference_inputs(const CouplingInputs& inputs) {
    return {reference_leaf(inputs.x), reference_leaf(inputs.params),
            inputs.a.defined() ? reference_leaf(inputs.a) : at::Tensor(),
            inputs.b.defined() ? reference_leaf(inputs.b) : at::Tensor()};
}

ops::DynamicLinearArgs kernel_args(const CouplingCase& value, const CouplingInputs& inputs) {
    const ops::Extent extent = ops::extent_of(inputs.x);
    const bool uses_ab = value.scale == Scale::kTanh;
    return {.precision = ops::precision_of(inputs.x),
            .device = ops::ordinal_of(inputs.x),
            .extent = extent,
            .scale = static_cast<ops::ScaleKind>(value.scale),
            .scale_first = (value.order == Order::kScaleShift) != value.inverse,
            .sign = value.inverse ? -1.0 : 1.0,
            .clamp = kClamp,
            .v = ops::image_operand_of(inputs.x),
            .raw = ops::operand_of(inputs.params, extent),
            .mu = ops::operand_of(inputs.params, extent, extent.channels),
            .a = uses_ab ? inputs.a.const_data_ptr() : nullptr,
            .b = uses_ab ? inputs.b.const_data_ptr() : nullptr};
}

void check_guards(const CouplingCase& value, const Shape& shape, const Broadcast& broadcast, const at::Device& device) {
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    const auto exact = options.dtype(at::kDouble);
    const CouplingInputs inputs = random_coupling_inputs(value, shape, broadcast, options, Layout::kContiguous);
    const ops::DynamicLinearArgs args = kernel_args(value, inputs);
    const at::Tensor grad_out = at::randn_like(inputs.x);
    const at::Tensor grad_log_det = at::randn({shape.n}, options);
    const int64_t half = inputs.params.numel() / 2;
    GuardedBuffer out(inputs.x.numel(), options), log_det(shape.n, options);
    GuardedBuffer grad_v(inputs.x.numel(), options), grad_params(2 * half, options);
    GuardedBuffer grad_a(shape.c, options), grad_b(shape.c, options);
    GuardedBuffer scratch(ops::scratch_size(args), exact);
    auto* scratch_data = static_cast<double*>(scratch.data());
    const ops::OpsTable& table = ops::table_for(device);
    table.dynamic_linear({.in = args, .out = out.data(), .log_det = log_det.data(), .scratch = scratch_data});
    table.dynamic_linear_backward({.in = args,
                                   .grad_out = grad_out.const_data_ptr(),
                                   .grad_log_det = grad_log_det.const_data_ptr(),
                                   .grad_v = grad_v.data(),
                                   .grad_raw = grad_params.data(),
                                   .grad_mu = static_cast<float*>(grad_params.data()) + half / inputs.params.size(0),
                                   .grad_a = grad_a.data(),
                                   .grad_b = grad_b.data(),
                                   .scratch = scratch_data});
    for (const GuardedBuffer* buffer : {&out, &log_det, &grad_v, &grad_params, &grad_a, &grad_b, &scratch}) {
        buffer->expect_intact(name_of(value));
    }
    expect_close(out.values(), coupling(value, inputs)[0].reshape(-1), 1e-6, "out");
    // Every element must have been written: no gradient of random numbers is exactly the pattern.
    EXPECT_FALSE(grad_params.values().eq(77).any().item<bool>());
    EXPECT_FALSE(grad_v.values().eq(77).any().item<bool>());
}

}  // namespace

std::vector<at::Tensor> CouplingInputs::leaves() const {
    std::vector<at::Tensor> result{x, params};
    if (a.defined()) {
        result.insert(result.end(), {a, b});
    }
    return result;
}

std::vector<CouplingCase> coupling_cases() {
    std::vector<CouplingCase> cases;
    for (const Scale scale : {Scale::kNone, Scale::kTanh, Scale::kSigmoid2, Scale::kClamp}) {
        for (const Order order : {Order::kScaleShift, Order::kShiftScale}) {
            cases.push_back({scale, order, false});
            cases.push_back({scale, order, true});
        }
    }
    return cases;
}

std::string name_of(Scale scale) {
    const char* names[] = {"None", "Tanh", "Sigmoid2", "Clamp"};
    return names[static_cast<int>(scale)];
}

std::string name_of(const CouplingCase& value) {
    return name_of(value.scale) + (value.order == Order::kScaleShift ? "ScaleShift" : "ShiftScale") +
           (value.inverse ? "Inverse" : "Forward");
}

CouplingInputs random_coupling_inputs(const CouplingCase& value, const Shape& shape, const Broadcast& broadcast,
                                      at::TensorOptions options, Layout layout) {
    CouplingInputs inputs;
    inputs.x = random_leaf({shape.n, shape.c, shape.h, shape.w}, options, layout);
    inputs.params = random_leaf(parameter_sizes(shape, 2 * shape.c, broadcast), options, layout);
    if (value.scale == Scale::kTanh) {
        inputs.a = random_leaf({shape.c}, options, layout);
        inputs.b = random_leaf({shape.c}, options, layout);
    }
    return inputs;
}

std::vector<at::Tensor> coupling(const CouplingCase& value, const CouplingInputs& inputs) {
    const ops::DynamicLinearOptions options{.scale = value.scale, .order = value.order, .clamp = kClamp};
    const auto run = value.inverse ? ops::dynamic_linear_inverse : ops::dynamic_linear;
    auto [y, log_det] = run(inputs.x, inputs.params, inputs.a, inputs.b, options);
    return {y, log_det};
}

std::vector<at::Tensor> reference_coupling(const CouplingCase& value, const CouplingInputs& inputs) {
    const std::vector<at::Tensor> halves = inputs.params.chunk(2, 1);
    const at::Tensor log_s = reference_log_scale(value.scale, halves[0], inputs.a, inputs.b);
    const at::Tensor mu = halves[1];
    const at::Tensor& x = inputs.x;
    at::Tensor y;
    if (value.order == Order::kScaleShift) {
        y = value.inverse ? (x - mu) / log_s.exp() : log_s.exp() * x + mu;
    } else {
        y = value.inverse ? x / log_s.exp() - mu : (x + mu) * log_s.exp();
    }
    const at::Tensor log_det = log_s.expand_as(x).sum({1, 2, 3});
    return {y, value.inverse ? -log_det : log_det};
}

void check_coupling(const CouplingCase& value, at::TensorOptions options) {
    const double tolerance = tolerance_of(c10::typeMetaToScalarType(options.dtype()));
    for (const Shape& shape : shapes()) {
        for (const Broadcast& broadcast : broadcasts()) {
            for (const Layout layout : layouts()) {
                const CouplingInputs inputs = random_coupling_inputs(value, shape, broadcast, options, layout);
                const CouplingInputs exact = reference_inputs(inputs);
                const auto actual = coupling(value, inputs);
                const auto expected = reference_coupling(value, exact);
                EXPECT_TRUE(actual[0].is_contiguous());
                expect_all_close(actual, expected, tolerance, "value");
                expect_all_close(gradients(actual, inputs.leaves()), gradients(expected, exact.leaves()), 4 * tolerance,
                                 "gradient");
            }
        }
    }
}

void check_coupling_guards(const CouplingCase& value, const at::Device& device) {
    for (const Shape& shape : shapes()) {
        for (const Broadcast& broadcast : broadcasts()) {
            check_guards(value, shape, broadcast, device);
        }
    }
}

}  // namespace bplf::test
