// SPDX-License-Identifier: GPL-3.0-or-later
// dequantise on a GPU: the cases of its CPU twin. Skips without one.
#include "tests/core/ops/dequantise_cases.h"
#include "tests/core/ops/on_gpu.h"

namespace bplf::test {
namespace {

class DequantiseCuda : public OnGpu {};

TEST_F(DequantiseCuda, AgreesWithEquation) {
    check_dequantise(at::Device(at::kCUDA, 0));
    check_quantise(at::Device(at::kCUDA, 0));
}

TEST_F(DequantiseCuda, WritesItsOutputsAndNothingElse) {
    check_dequantise_guards(at::Device(at::kCUDA, 0));
}

}  // namespace
}  // namespace bplf::test
