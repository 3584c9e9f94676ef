// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the ops share: shapes around the vector and block widths, every way a parameter may
// be broadcast, and comparisons. The same cases run on the CPU and on a GPU.
#pragma once

#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

namespace bplf::test {

struct Shape {
    int64_t n;
    int64_t c;
    int64_t h;
    int64_t w;
};

/// How a parameter relates to the images.
struct Broadcast {
    bool shared = false;       ///< M = 1 instead of N
    bool per_channel = false;  ///< (h, w) = (1, 1) instead of (H, W)
};

/// How a tensor lies in memory.
enum class Layout { kContiguous, kChannelSlice, kTransposed };

/// Planes of 1, 15, 16, 17, 63, 64, 272 and 1024 pixels; one and several images and channels.
std::vector<Shape> shapes();
std::vector<Broadcast> broadcasts();
std::vector<Layout> layouts();

/// Normal random leaf that requires a gradient, float32 or float64 on `device`, laid out as asked.
at::Tensor random_leaf(at::IntArrayRef sizes, at::TensorOptions options, Layout layout);

/// [M, channels, h, w] for `broadcast` against `shape`.
std::vector<int64_t> parameter_sizes(const Shape& shape, int64_t channels, const Broadcast& broadcast);

/// The same values as a new float64 leaf on the CPU, for the reference.
at::Tensor reference_leaf(const at::Tensor& leaf);

/// Gradients of Σ weight·output for fixed weights; zeros where an input plays no part.
std::vector<at::Tensor> gradients(const std::vector<at::Tensor>& outputs, const std::vector<at::Tensor>& inputs);

/// max |actual − expected| <= tolerance·(1 + max |expected|), same shape; both finite.
void expect_close(const at::Tensor& actual, const at::Tensor& expected, double tolerance, const std::string& what);

/// Every pair of the two lists, in order.
void expect_all_close(const std::vector<at::Tensor>& actual, const std::vector<at::Tensor>& expected, double tolerance,
                      const std::string& what);

/// 1e-11 for float64, 3e-6 for float32.
double tolerance_of(at::ScalarType type);

/// A buffer between two bands of a known pattern.
class GuardedBuffer {
  public:
    GuardedBuffer(int64_t count, at::TensorOptions options);

    void* data();
    at::Tensor values() const;  ///< the [count] values between the bands, on the CPU
    void expect_intact(const std::string& what) const;

  private:
    static constexpr int64_t kBand = 96;
    int64_t count_;
    at::Tensor memory_;
};

/// Calls body and expects bit-equal results with one thread and with four.
void expect_same_for_any_thread_count(const std::function<std::vector<at::Tensor>()>& body);

}  // namespace bplf::test
