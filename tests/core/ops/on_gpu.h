// SPDX-License-Identifier: GPL-3.0-or-later
// Base of the tests that need a GPU: loads the CUDA module, or skips and says why.
#pragma once

#include "core/ops/cuda_loader.h"

#include <gtest/gtest.h>

namespace bplf::test {

class OnGpu : public testing::Test {
  protected:
    void SetUp() override {
        if (!ops::cuda_available()) {
            GTEST_SKIP() << "no GPU: " << ops::cuda_problem();
        }
        ops::load_cuda();
    }
};

}  // namespace bplf::test
