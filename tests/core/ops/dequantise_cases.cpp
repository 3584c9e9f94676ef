// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of dequantise_test and dequantise_cuda_test.
#include "tests/core/ops/dequantise_cases.h"

#include "core/ops/dequantise.h"
#include "core/ops/operands.h"

#include <gtest/gtest.h>

namespace bplf::test {
namespace {

at::Tensor random_pixels(const Shape& shape) {
    return at::randint(256, {shape.n, shape.c, shape.h, shape.w}, at::kByte);
}

}  // namespace

void check_dequantise(const at::Device& device) {
    for (const Shape& shape : shapes()) {
        for (int n_bits = 1; n_bits <= 8; ++n_bits) {
            const at::Tensor pixels = random_pixels(shape);
            const at::Tensor noise = at::rand(pixels.sizes()).clamp_max(0.999);
            const at::Tensor bins = pixels.bitwise_right_shift(8 - n_bits).to(at::kDouble);
            const double n_bins = 1 << n_bits;
            const at::Tensor x = ops::dequantise(pixels.to(device), noise.to(device), n_bits);
            EXPECT_EQ(x.scalar_type(), at::kFloat);
            expect_close(x, (bins + noise) * 2 / n_bins - 1, 1e-7, "with noise");
            expect_close(ops::dequantise(pixels.to(device), {}, n_bits), (bins + 0.5) * 2 / n_bins - 1, 1e-7,
                         "bin centres");
        }
    }
}

void check_quantise(const at::Device& device) {
    for (const Shape& shape : shapes()) {
        for (int n_bits = 1; n_bits <= 8; ++n_bits) {
            const at::Tensor x = at::randn({shape.n, shape.c, shape.h, shape.w}, at::kDouble);
            const double n_bins = 1 << n_bits;
            const at::Tensor bins = ((x + 1) * n_bins / 2).floor().clamp(0, n_bins - 1);
            const at::Tensor expected = (bins * (256 / n_bins)).to(at::kByte);
            EXPECT_TRUE(at::equal(ops::quantise(x.to(device), n_bits).cpu(), expected));
            const at::Tensor single = ops::quantise(x.to(device, at::kFloat), n_bits).cpu();
            // Rounding x to float32 may carry a value over the edge of its bin, rarely.
            EXPECT_LE(single.ne(expected).sum().item<int64_t>(), 1);
        }
    }
}

void check_dequantise_guards(const at::Device& device) {
    const auto options = at::TensorOptions().device(device);
    for (const Shape& shape : shapes()) {
        const at::Tensor pixels = random_pixels(shape).to(device);
        const int64_t count = pixels.numel();
        GuardedBuffer x(count, options.dtype(at::kFloat));
        GuardedBuffer back(count, options.dtype(at::kByte));
        const ops::OpsTable& table = ops::table_for(device);
        const int ordinal = ops::ordinal_of(pixels);
        table.dequantise({.device = ordinal,
                          .count = count,
                          .n_bits = 8,
                          .pixels = pixels.const_data_ptr<uint8_t>(),
                          .noise = nullptr,
                          .out = static_cast<float*>(x.data())});
        table.quantise({.precision = ops::Precision::kFloat32,
                        .device = ordinal,
                        .count = count,
                        .n_bits = 8,
                        .x = x.data(),
                        .out = static_cast<uint8_t*>(back.data())});
        x.expect_intact("dequantise");
        back.expect_intact("quantise");
        EXPECT_TRUE(at::equal(back.values(), pixels.cpu().view(-1)));
    }
}

}  // namespace bplf::test
