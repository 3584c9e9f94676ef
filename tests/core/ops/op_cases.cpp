// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes, broadcasts and comparisons of the op tests.
#include "tests/core/ops/op_cases.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

namespace bplf::test {

std::vector<Shape> shapes() {
    return {{1, 1, 1, 1}, {3, 2, 3, 5}, {2, 3, 4, 4},   {3, 1, 1, 17},
            {5, 4, 7, 9}, {2, 6, 8, 8}, {3, 2, 16, 17}, {2, 2, 32, 32}};
}

std::vector<Broadcast> broadcasts() {
    return {{false, false}, {true, false}, {false, true}, {true, true}};
}

std::vector<Layout> layouts() {
    return {Layout::kContiguous, Layout::kChannelSlice, Layout::kTransposed};
}

at::Tensor random_leaf(at::IntArrayRef sizes, at::TensorOptions options, Layout layout) {
    std::vector<int64_t> whole = sizes.vec();
    at::Tensor values;
    if (layout == Layout::kChannelSlice && whole.size() == 4) {
        whole[1] = 2 * whole[1] + 1;
        values = at::randn(whole, at::kDouble).to(options).narrow(1, 1, sizes[1]);
    } else if (layout == Layout::kTransposed && whole.size() == 4) {
        std::swap(whole[2], whole[3]);
        values = at::randn(whole, at::kDouble).to(options).transpose(2, 3);
    } else {
        values = at::randn(whole, at::kDouble).to(options);
    }
    return values.detach().requires_grad_();
}

std::vector<int64_t> parameter_sizes(const Shape& shape, int64_t channels, const Broadcast& broadcast) {
    return {broadcast.shared ? 1 : shape.n, channels, broadcast.per_channel ? 1 : shape.h,
            broadcast.per_channel ? 1 : shape.w};
}

at::Tensor reference_leaf(const at::Tensor& leaf) {
    return leaf.detach().to(at::kCPU, at::kDouble).contiguous().clone().requires_grad_();
}

std::vector<at::Tensor> gradients(const std::vector<at::Tensor>& outputs, const std::vector<at::Tensor>& inputs) {
    std::vector<at::Tensor> weights;
    for (const at::Tensor& output : outputs) {
        const at::Tensor ramp = at::arange(output.numel(), at::kDouble);
        weights.push_back((ramp * 0.7 + 0.3).cos().reshape(output.sizes()).to(output.options()));
    }
    std::vector<at::Tensor> result = torch::autograd::grad(outputs, inputs, weights, {}, false, true);
    for (size_t i = 0; i < result.size(); ++i) {
        result[i] = result[i].defined() ? result[i] : at::zeros_like(inputs[i]);
    }
    return result;
}

void expect_close(const at::Tensor& actual, const at::Tensor& expected, double tolerance, const std::string& what) {
    ASSERT_EQ(actual.sizes(), expected.sizes()) << what;
    if (actual.numel() == 0) {
        return;
    }
    const at::Tensor is = actual.detach().to(at::kCPU, at::kDouble);
    const at::Tensor should = expected.detach().to(at::kCPU, at::kDouble);
    const double error = (is - should).abs().max().item<double>();
    const double size = should.abs().max().item<double>();
    EXPECT_LE(error, tolerance * (1 + size)) << what << ' ' << actual.sizes();
}

void expect_all_close(const std::vector<at::Tensor>& actual, const std::vector<at::Tensor>& expected, double tolerance,
                      const std::string& what) {
    ASSERT_EQ(actual.size(), expected.size()) << what;
    for (size_t i = 0; i < actual.size(); ++i) {
        expect_close(actual[i], expected[i], tolerance, what + " #" + std::to_string(i));
    }
}

double tolerance_of(at::ScalarType type) {
    return type == at::kDouble ? 1e-11 : 3e-6;
}

GuardedBuffer::GuardedBuffer(int64_t count, at::TensorOptions options)
    : count_(count), memory_(at::full({count + 2 * kBand}, 77, options)) {}

void* GuardedBuffer::data() {
    return memory_.narrow(0, kBand, count_).mutable_data_ptr();
}

at::Tensor GuardedBuffer::values() const {
    return memory_.narrow(0, kBand, count_).cpu();
}

void GuardedBuffer::expect_intact(const std::string& what) const {
    const at::Tensor front = memory_.narrow(0, 0, kBand);
    const at::Tensor back = memory_.narrow(0, kBand + count_, kBand);
    EXPECT_TRUE(front.eq(77).all().item<bool>()) << what << ": written before its start";
    EXPECT_TRUE(back.eq(77).all().item<bool>()) << what << ": written past its end";
}

void expect_same_for_any_thread_count(const std::function<std::vector<at::Tensor>()>& body) {
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const std::vector<at::Tensor> one = body();
    at::set_num_threads(4);
    const std::vector<at::Tensor> four = body();
    at::set_num_threads(threads);
    ASSERT_EQ(one.size(), four.size());
    for (size_t i = 0; i < one.size(); ++i) {
        EXPECT_TRUE(at::equal(one[i], four[i])) << "result #" << i;
    }
}

}  // namespace bplf::test
