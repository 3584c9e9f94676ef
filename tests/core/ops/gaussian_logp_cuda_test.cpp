// SPDX-License-Identifier: GPL-3.0-or-later
// gaussian_logp on a GPU: the cases of its CPU twin. Skips without one.
#include "tests/core/ops/gaussian_logp_cases.h"
#include "tests/core/ops/on_gpu.h"

namespace bplf::test {
namespace {

class GaussianLogpCuda : public OnGpu {};

TEST_F(GaussianLogpCuda, AgreesWithComposition) {
    check_gaussian(at::TensorOptions().device(at::kCUDA).dtype(at::kFloat));
    check_gaussian(at::TensorOptions().device(at::kCUDA).dtype(at::kDouble));
}

TEST_F(GaussianLogpCuda, WritesItsOutputsAndNothingElse) {
    check_gaussian_guards(at::Device(at::kCUDA, 0));
}

}  // namespace
}  // namespace bplf::test
