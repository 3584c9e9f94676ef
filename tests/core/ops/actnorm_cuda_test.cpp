// SPDX-License-Identifier: GPL-3.0-or-later
// actnorm on a GPU: the cases of its CPU twin. Skips without one.
#include "tests/core/ops/actnorm_cases.h"
#include "tests/core/ops/on_gpu.h"

namespace bplf::test {
namespace {

class ActnormCuda : public OnGpu {};

TEST_F(ActnormCuda, AgreesWithComposition) {
    for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
        check_actnorm(false, at::TensorOptions().device(at::kCUDA).dtype(type));
        check_actnorm(true, at::TensorOptions().device(at::kCUDA).dtype(type));
    }
}

TEST_F(ActnormCuda, WritesItsOutputsAndNothingElse) {
    check_actnorm_guards(false, at::Device(at::kCUDA, 0));
    check_actnorm_guards(true, at::Device(at::kCUDA, 0));
}

}  // namespace
}  // namespace bplf::test
