// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of actnorm_test and actnorm_cuda_test.
#include "tests/core/ops/actnorm_cases.h"

#include "core/ops/actnorm.h"
#include "core/ops/operands.h"

#include <gtest/gtest.h>

namespace bplf::test {
namespace {

at::Tensor reference_actnorm(bool inverse, const at::Tensor& x, const at::Tensor& bias, const at::Tensor& log_scale) {
    const at::Tensor b = bias.reshape({1, -1, 1, 1});
    const at::Tensor s = log_scale.reshape({1, -1, 1, 1}).exp();
    return inverse ? x / s - b : (x + b) * s;
}

}  // namespace

void check_actnorm(bool inverse, at::TensorOptions options) {
    const double tolerance = tolerance_of(c10::typeMetaToScalarType(options.dtype()));
    const auto run = inverse ? ops::actnorm_inverse : ops::actnorm;
    for (const Shape& shape : shapes()) {
        for (const Layout layout : layouts()) {
            const std::vector<at::Tensor> leaves{random_leaf({shape.n, shape.c, shape.h, shape.w}, options, layout),
                                                 random_leaf({shape.c}, options, layout),
                                                 random_leaf({shape.c}, options, layout)};
            const std::vector<at::Tensor> exact{reference_leaf(leaves[0]), reference_leaf(leaves[1]),
                                                reference_leaf(leaves[2])};
            const at::Tensor actual = run(leaves[0], leaves[1], leaves[2]);
            const at::Tensor expected = reference_actnorm(inverse, exact[0], exact[1], exact[2]);
            EXPECT_TRUE(actual.is_contiguous());
            expect_close(actual, expected, tolerance, "value");
            expect_all_close(gradients({actual}, leaves), gradients({expected}, exact), 4 * tolerance, "gradient");
        }
    }
}

void check_actnorm_guards(bool inverse, const at::Device& device) {
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    for (const Shape& shape : shapes()) {
        const at::Tensor x = at::randn({shape.n, shape.c, shape.h, shape.w}, options);
        const at::Tensor bias = at::randn({shape.c}, options);
        const at::Tensor log_scale = at::randn({shape.c}, options);
        const at::Tensor grad = at::randn_like(x);
        const ops::ActnormArgs args{.precision = ops::Precision::kFloat32,
                                    .device = ops::ordinal_of(x),
                                    .extent = ops::extent_of(x),
                                    .scale_first = inverse,
                                    .sign = inverse ? -1.0 : 1.0,
                                    .v = ops::image_operand_of(x),
                                    .bias = bias.const_data_ptr(),
                                    .log_scale = log_scale.const_data_ptr()};
        GuardedBuffer out(x.numel(), options), grad_v(x.numel(), options);
        GuardedBuffer grad_bias(shape.c, options), grad_log_scale(shape.c, options);
        GuardedBuffer scratch(ops::scratch_size(args), options.dtype(at::kDouble));
        const ops::OpsTable& table = ops::table_for(device);
        table.actnorm({.in = args, .out = out.data()});
        table.actnorm_backward({.in = args,
                                .grad_out = grad.const_data_ptr(),
                                .grad_v = grad_v.data(),
                                .grad_bias = grad_bias.data(),
                                .grad_log_scale = grad_log_scale.data(),
                                .scratch = static_cast<double*>(scratch.data())});
        for (const GuardedBuffer* buffer : {&out, &grad_v, &grad_bias, &grad_log_scale, &scratch}) {
            buffer->expect_intact("actnorm");
        }
        EXPECT_FALSE(out.values().eq(77).any().item<bool>());
        EXPECT_FALSE(grad_v.values().eq(77).any().item<bool>());
    }
}

}  // namespace bplf::test
