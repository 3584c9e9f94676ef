// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA kernels, compiled as C++ and run here (tests/support/cuda_on_host): the cases of their CPU twins, and the
// indices of grids that are too large to run as a whole.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cmath>
#include <vector>

#include "core/ops/cpu/cpu_table.h"
#include "core/ops/scratch.h"
#include "tests/core/ops/actnorm_cases.h"
#include "tests/core/ops/dequantise_cases.h"
#include "tests/core/ops/dynamic_linear_cases.h"
#include "tests/core/ops/gaussian_logp_cases.h"
#include "tests/support/cuda_on_host/host_gpu.h"

namespace bplf::test {
namespace {

using cuda_on_host::OnlyBlocks;
using cuda_on_host::Triple;

const auto kFloats = at::TensorOptions().dtype(at::kFloat), kDoubles = at::TensorOptions().dtype(at::kDouble);
const at::Device kHere(at::kCPU);

TEST(CudaOnHost, ActnormAgreesWithComposition) {
    for (const bool inverse : {false, true}) {
        check_actnorm(inverse, kFloats);
        check_actnorm(inverse, kDoubles);
        check_actnorm_guards(inverse, kHere);
    }
}

TEST(CudaOnHost, DequantiseAndQuantiseAgreeWithTheirEquations) {
    check_dequantise(kHere);
    check_quantise(kHere);
    check_dequantise_guards(kHere);
}

TEST(CudaOnHost, DynamicLinearAgreesWithComposition) {
    for (const CouplingCase& value : coupling_cases()) {
        SCOPED_TRACE(name_of(value));
        check_coupling(value, kFloats);
        check_coupling_guards(value, kHere);
        // Fibres are slow, and the kernel is one template.
        if (!value.inverse && value.order == ops::Order::kScaleShift) check_coupling(value, kDoubles);
    }
}

TEST(CudaOnHost, GaussianLogpAgreesWithComposition) {
    check_gaussian(kFloats);
    check_gaussian(kDoubles);
    check_gaussian_guards(kHere);
}

/// Memory of which only what is touched exists.
class Sparse {
  public:
    explicit Sparse(std::size_t bytes) : bytes_(bytes) {
        data_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    ~Sparse() {
        if (there()) munmap(data_, bytes_);
    }
    Sparse(const Sparse&) = delete;
    Sparse& operator=(const Sparse&) = delete;
    bool there() const { return data_ != MAP_FAILED; }
    template <typename T>
    T* as() const {
        return static_cast<T*>(data_);
    }

  private:
    std::size_t bytes_;
    void* data_;
};

bool first_or_last(const Triple& block, const Triple& grid) {
    return block.x == 0 || block.x + 1 == grid.x;
}

// 2³² elements and an odd rest: an index of 32 bits, or a block too many or too few, would show at the end.
TEST(CudaOnHost, DequantiseReachesTheLastOfMoreElementsThan32BitsCount) {
    constexpr std::int64_t kCount = (std::int64_t{1} << 32) + 77;
    const Sparse pixels(kCount + 1), out((kCount + 1) * sizeof(float));
    if (!pixels.there() || !out.there()) GTEST_SKIP() << "this machine gives no 20 GB of addresses";
    for (const std::int64_t i : {std::int64_t{0}, kCount - 77, kCount - 1, kCount}) pixels.as<std::uint8_t>()[i] = 255;
    const OnlyBlocks some(first_or_last);
    ops::cpu_table().dequantise(
        {.count = kCount, .n_bits = 8, .pixels = pixels.as<std::uint8_t>(), .noise = nullptr, .out = out.as<float>()});
    const float brightest = 255.5F / 128 - 1, darkest = 0.5F / 128 - 1;
    EXPECT_EQ(out.as<float>()[0], brightest);
    EXPECT_EQ(out.as<float>()[1], darkest);
    EXPECT_EQ(out.as<float>()[kCount - 77], brightest);
    EXPECT_EQ(out.as<float>()[kCount - 2], darkest);
    EXPECT_EQ(out.as<float>()[kCount - 1], brightest);
    EXPECT_EQ(out.as<float>()[kCount], 0) << "beyond the end";
}

// More images than a grid has rows: blocks stride over the rest.
TEST(CudaOnHost, GaussianLogpReachesImagesBeyondTheGrid) {
    constexpr std::int64_t kImages = 65535 + 2;
    const ops::Extent extent{.images = kImages, .channels = 1, .plane = 1};
    std::vector<float> z(kImages), zero(1), log_p(kImages);
    for (std::int64_t i = 0; i < kImages; ++i) z[static_cast<std::size_t>(i)] = static_cast<float>(i % 7);
    std::vector<double> scratch(static_cast<std::size_t>(ops::scratch_size(extent, 2)), 1e9);
    const ops::Operand shared{.data = zero.data(), .image_step = 0, .channel_step = 1, .per_plane = false};
    ops::GaussianForward args;
    args.in.extent = extent;
    args.in.z = {.data = z.data(), .image_step = 1, .channel_step = 1, .per_plane = true};
    args.in.mean = args.in.log_sd = shared;
    args.log_p = log_p.data();
    args.scratch = scratch.data();
    const OnlyBlocks some(
        [](const Triple& block, const Triple& grid) { return grid.y == 1 || block.y < 2 || block.y + 1 == grid.y; });
    ops::cpu_table().gaussian_logp(args);
    for (const std::int64_t image : {0, 1, 65534, 65535, 65536}) {
        const double at = static_cast<double>(image % 7);
        EXPECT_NEAR(log_p[static_cast<std::size_t>(image)], -0.5 * at * at - 0.5 * std::log(2 * M_PI), 1e-5) << image;
    }
}

TEST(CudaOnHostDeath, NamesABarrierThatNotAllReach) {
    const auto half_waits = [] {
        if (cuda_on_host::place().thread.x < 3) cuda_on_host::wait_for_block();
        if (cuda_on_host::place().thread.x >= 3) cuda_on_host::wait_for_warp();
    };
    EXPECT_DEATH(cuda_on_host::run_grid(1, 8, half_waits), "a barrier that others never reach");
}

}  // namespace
}  // namespace bplf::test
