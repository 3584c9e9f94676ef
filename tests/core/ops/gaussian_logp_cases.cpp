// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of gaussian_logp_test and gaussian_logp_cuda_test.
#include "tests/core/ops/gaussian_logp_cases.h"

#include "core/ops/gaussian_logp.h"
#include "core/ops/operands.h"

#include <gtest/gtest.h>

namespace bplf::test {
namespace {

at::Tensor reference_logp(const at::Tensor& z, const at::Tensor& mean, const at::Tensor& log_sd) {
    const at::Tensor variance = (2 * log_sd).exp();
    const at::Tensor each = -0.5 * std::log(2 * M_PI) - log_sd - 0.5 * (z - mean).square() / variance;
    return each.expand_as(z).sum({1, 2, 3});
}

void check(const Shape& shape, const Broadcast& of_mean, const Broadcast& of_log_sd, at::TensorOptions options,
           Layout layout) {
    const double tolerance = tolerance_of(c10::typeMetaToScalarType(options.dtype()));
    std::vector<at::Tensor> leaves{random_leaf({shape.n, shape.c, shape.h, shape.w}, options, layout),
                                   random_leaf(parameter_sizes(shape, shape.c, of_mean), options, layout),
                                   random_leaf(parameter_sizes(shape, shape.c, of_log_sd), options, layout)};
    std::vector<at::Tensor> exact;
    for (const at::Tensor& leaf : leaves) {
        exact.push_back(reference_leaf(leaf));
    }
    const at::Tensor actual = ops::gaussian_logp(leaves[0], leaves[1], leaves[2]);
    const at::Tensor expected = reference_logp(exact[0], exact[1], exact[2]);
    expect_close(actual, expected, tolerance, "value");
    expect_all_close(gradients({actual}, leaves), gradients({expected}, exact), 4 * tolerance, "gradient");
}

void check_guards(const Shape& shape, const Broadcast& broadcast, const at::Device& device) {
    const auto options = at::TensorOptions().dtype(at::kFloat).device(device);
    const at::Tensor z = at::randn({shape.n, shape.c, shape.h, shape.w}, options);
    const at::Tensor mean = at::randn(parameter_sizes(shape, shape.c, broadcast), options);
    const at::Tensor log_sd = at::randn(parameter_sizes(shape, shape.c, broadcast), options);
    const at::Tensor grad = at::randn({shape.n}, options);
    const ops::Extent extent = ops::extent_of(z);
    const ops::GaussianArgs args{.precision = ops::Precision::kFloat32,
                                 .device = ops::ordinal_of(z),
                                 .extent = extent,
                                 .z = ops::image_operand_of(z),
                                 .mean = ops::operand_of(mean, extent),
                                 .log_sd = ops::operand_of(log_sd, extent)};
    GuardedBuffer log_p(shape.n, options), grad_z(z.numel(), options);
    GuardedBuffer grad_mean(mean.numel(), options), grad_log_sd(mean.numel(), options);
    GuardedBuffer scratch(ops::scratch_size(args), options.dtype(at::kDouble));
    auto* scratch_data = static_cast<double*>(scratch.data());
    const ops::OpsTable& table = ops::table_for(device);
    table.gaussian_logp({.in = args, .log_p = log_p.data(), .scratch = scratch_data});
    table.gaussian_logp_backward({.in = args,
                                  .grad_log_p = grad.const_data_ptr(),
                                  .grad_z = grad_z.data(),
                                  .grad_mean = grad_mean.data(),
                                  .grad_log_sd = grad_log_sd.data(),
                                  .scratch = scratch_data});
    for (const GuardedBuffer* buffer : {&log_p, &grad_z, &grad_mean, &grad_log_sd, &scratch}) {
        buffer->expect_intact("gaussian_logp");
    }
    for (const GuardedBuffer* buffer : {&log_p, &grad_z, &grad_mean, &grad_log_sd}) {
        EXPECT_FALSE(buffer->values().eq(77).any().item<bool>());
    }
}

}  // namespace

void check_gaussian(at::TensorOptions options) {
    for (const Shape& shape : shapes()) {
        for (const Broadcast& of_mean : broadcasts()) {
            for (const Broadcast& of_log_sd : broadcasts()) {
                check(shape, of_mean, of_log_sd, options, Layout::kContiguous);
            }
            for (const Layout layout : layouts()) {
                check(shape, of_mean, of_mean, options, layout);
            }
        }
    }
}

void check_gaussian_guards(const at::Device& device) {
    for (const Shape& shape : shapes()) {
        for (const Broadcast& broadcast : broadcasts()) {
            check_guards(shape, broadcast, device);
        }
    }
}

}  // namespace bplf::test
