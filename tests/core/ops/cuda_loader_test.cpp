// SPDX-License-Identifier: GPL-3.0-or-later
// What the loader of the CUDA module says on this machine, with or without a GPU.
#include "core/ops/cuda_loader.h"

#include "core/base/error.h"
#include "core/ops/actnorm.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <fstream>
#include <string>

namespace bplf::test {
namespace {

bool is_mapped(const std::string& library) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find(library) != std::string::npos) {
            return true;
        }
    }
    return false;
}

TEST(CudaLoader, SaysWhyThereIsNoCuda) {
    EXPECT_EQ(ops::cuda_available(), ops::cuda_problem().empty());
    if (ops::cuda_available()) {
        GTEST_SKIP() << "this machine has CUDA";
    }
    try {
        ops::load_cuda();
        FAIL() << "loaded without CUDA";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
        EXPECT_NE(error.problem().find(ops::cuda_problem()), std::string::npos);
    }
}

TEST(CudaLoader, CpuWorkMapsNoCudaLibrary) {
    ops::actnorm(at::ones({1, 1, 2, 2}), at::ones({1}), at::ones({1}));
    ops::cuda_available();
    EXPECT_FALSE(is_mapped("libtorch_cuda"));
    EXPECT_FALSE(is_mapped("libbplf_cuda"));
}

}  // namespace
}  // namespace bplf::test
