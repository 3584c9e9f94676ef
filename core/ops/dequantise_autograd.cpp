// SPDX-License-Identifier: GPL-3.0-or-later
// dequantise and quantise: checks and dispatch. Neither has a gradient.
#include "core/ops/dequantise.h"

#include "core/base/error.h"
#include "core/ops/operands.h"

#include <torch/types.h>

namespace bplf::ops {

at::Tensor dequantise(const at::Tensor& pixels, const at::Tensor& noise, int n_bits) {
    BPLF_CHECK(n_bits >= 1 && n_bits <= 8, "n_bits must be 1 to 8");
    BPLF_CHECK(pixels.defined() && pixels.scalar_type() == at::kByte, "pixels must be uint8");
    const at::Tensor source = pixels.contiguous();
    at::Tensor uniform;
    if (noise.defined()) {
        BPLF_CHECK(
            noise.scalar_type() == at::kFloat && noise.sizes() == pixels.sizes() && noise.device() == pixels.device(),
            "noise must be float32, shaped and placed like the pixels");
        uniform = noise.contiguous();
    }
    at::Tensor out = at::empty(source.sizes(), source.options().dtype(at::kFloat));
    table_for(out.device())
        .dequantise({.device = ordinal_of(out),
                     .count = out.numel(),
                     .n_bits = n_bits,
                     .pixels = source.const_data_ptr<uint8_t>(),
                     .noise = uniform.defined() ? uniform.const_data_ptr<float>() : nullptr,
                     .out = out.mutable_data_ptr<float>()});
    return out;
}

at::Tensor quantise(const at::Tensor& x, int n_bits) {
    BPLF_CHECK(n_bits >= 1 && n_bits <= 8, "n_bits must be 1 to 8");
    BPLF_CHECK(x.defined() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble),
               "x must be float32 or float64");
    const at::Tensor source = x.detach().contiguous();
    at::Tensor out = at::empty(source.sizes(), source.options().dtype(at::kByte));
    table_for(out.device())
        .quantise({.precision = precision_of(source),
                   .device = ordinal_of(out),
                   .count = out.numel(),
                   .n_bits = n_bits,
                   .x = source.const_data_ptr(),
                   .out = out.mutable_data_ptr<uint8_t>()});
    return out;
}

}  // namespace bplf::ops
