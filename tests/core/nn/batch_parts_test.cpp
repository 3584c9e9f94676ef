// SPDX-License-Identifier: GPL-3.0-or-later
// Batch norm of a part of a batch against batch norm of the whole. The other part is a copy of this one, so that adding
// up both is doubling.
#include "core/nn/batch_parts.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/nn/batch_norm.h"

namespace bplf::nn {
namespace {

class Twice : public BatchParts {
  public:
    int count() const override { return 2; }
    void sum(at::Tensor& values) override { values.mul_(2); }
};

at::Tensor running(BatchNorm& norm, const char* name) {
    return norm->named_buffers()[name];
}

TEST(BatchParts, HaveTheStatisticsAndGradientsOfTheWhole) {
    BatchNorm whole(3), part(3);
    const at::Tensor x = at::randn({4, 3, 5, 5}) * 3 + 1;
    const at::Tensor here = x.clone().requires_grad_(), both = at::cat({x, x}).requires_grad_();
    const at::Tensor weights = at::randn_like(x);
    Twice twice;
    at::Tensor y;
    {
        const BatchPartsGuard guard(twice);
        y = part->forward(here);
        (y * weights).sum().backward();
    }
    const at::Tensor expected = whole->forward(both);
    (expected * at::cat({weights, weights})).sum().backward();
    EXPECT_TRUE(at::allclose(y, expected.narrow(0, 0, 4), 1e-5, 1e-5));
    EXPECT_TRUE(at::allclose(here.grad(), both.grad().narrow(0, 0, 4), 1e-4, 1e-5));
    for (const char* name : {"running_mean", "running_var"})
        EXPECT_TRUE(at::allclose(running(part, name), running(whole, name), 1e-5, 1e-6)) << name;
}

TEST(BatchParts, AreOnlyKnownUnderTheirGuard) {
    EXPECT_EQ(batch_parts(), nullptr);
    Twice twice;
    {
        const BatchPartsGuard guard(twice);
        EXPECT_EQ(batch_parts(), &twice);
    }
    EXPECT_EQ(batch_parts(), nullptr);
}

}  // namespace
}  // namespace bplf::nn
