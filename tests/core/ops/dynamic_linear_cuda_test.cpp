// SPDX-License-Identifier: GPL-3.0-or-later
// dynamic_linear on a GPU: the cases of its CPU twin. Skips without one.
#include "tests/core/ops/dynamic_linear_cases.h"
#include "tests/core/ops/on_gpu.h"

namespace bplf::test {
namespace {

class DynamicLinearCuda : public OnGpu {};

TEST_F(DynamicLinearCuda, AgreesWithComposition) {
    for (const CouplingCase& value : coupling_cases()) {
        SCOPED_TRACE(name_of(value));
        check_coupling(value, at::TensorOptions().device(at::kCUDA).dtype(at::kDouble));
        check_coupling(value, at::TensorOptions().device(at::kCUDA).dtype(at::kFloat));
    }
}

TEST_F(DynamicLinearCuda, WritesItsOutputsAndNothingElse) {
    for (const CouplingCase& value : coupling_cases()) {
        check_coupling_guards(value, at::Device(at::kCUDA, 0));
    }
}

void check_against_cpu(const CouplingCase& value, const Broadcast& broadcast) {
    const CouplingInputs here =
        random_coupling_inputs(value, {65, 6, 16, 17}, broadcast, at::kFloat, Layout::kChannelSlice);
    CouplingInputs there = here;
    for (at::Tensor* leaf : {&there.x, &there.params, &there.a, &there.b}) {
        *leaf = leaf->defined() ? leaf->detach().to(at::kCUDA).requires_grad_() : *leaf;
    }
    const auto cpu = coupling(value, here);
    const auto gpu = coupling(value, there);
    expect_all_close(gpu, cpu, 1e-5, "value");
    expect_all_close(gradients(gpu, there.leaves()), gradients(cpu, here.leaves()), 1e-5, "gradient");
}

TEST_F(DynamicLinearCuda, AgreesWithItsCpuTwin) {
    for (const CouplingCase& value : coupling_cases()) {
        for (const Broadcast& broadcast : broadcasts()) {
            SCOPED_TRACE(name_of(value));
            check_against_cpu(value, broadcast);
        }
    }
}

}  // namespace
}  // namespace bplf::test
