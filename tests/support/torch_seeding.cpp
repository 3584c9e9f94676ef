// SPDX-License-Identifier: GPL-3.0-or-later
// Sets LibTorch's generator to the test's own seed before each test, in programs that link it.
#include <torch/types.h>

#include "tests/support/support.h"

namespace {

class TorchSeeding : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo&) override { at::manual_seed(bplf::test::seed()); }
};

const bool registered = [] {
    testing::UnitTest::GetInstance()->listeners().Append(new TorchSeeding);
    return true;
}();

}  // namespace
