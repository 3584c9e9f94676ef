// SPDX-License-Identifier: GPL-3.0-or-later
// What a file's network may cost before it is compared with the file.
#include "core/io/tensor_budget.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <thread>

#include "core/io/tensors.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

class Budget : public ::testing::Test {
  protected:
    void SetUp() override { write_tensors(path_, {{"weight", at::zeros({1'000'000})}}); }

    test::TempDir folder_;
    std::filesystem::path path_ = folder_ / "model.safetensors";
};

TEST_F(Budget, AllowsWhatFitsTheFileAndRefusesWhatDoesNot) {
    const SafetensorsFile file(path_);  // 4 MB: sixteen times that and 64 MiB are 131 MB
    const TensorBudget budget(file);
    EXPECT_NO_THROW(at::empty({20'000'000}));
    const std::string message = test::input_error([] { at::empty({20'000'000}); });
    EXPECT_THAT(message, testing::HasSubstr("far larger than the weights it holds"));
    EXPECT_THAT(message, testing::HasSubstr(path_.string()));
}

TEST_F(Budget, CountsManySmallTensors) {
    const SafetensorsFile file(path_);
    const TensorBudget budget(file);
    EXPECT_THROW(for (int i = 0; i < 1'000'000; ++i) at::empty({1}), Error);
}

TEST_F(Budget, BindsNeitherOtherThreadsNorWhatComesAfter) {
    const SafetensorsFile file(path_);
    {
        const TensorBudget budget(file);
        std::thread([] { EXPECT_NO_THROW(at::empty({100'000'000})); }).join();
    }
    EXPECT_NO_THROW(at::empty({100'000'000}));
}

}  // namespace
}  // namespace bplf
