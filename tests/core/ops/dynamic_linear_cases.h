// SPDX-License-Identifier: GPL-3.0-or-later
// dynamic_linear against the same mathematics composed from ATen, which differentiates it by itself.
#pragma once

#include "core/ops/dynamic_linear.h"
#include "tests/core/ops/op_cases.h"

namespace bplf::test {

struct CouplingCase {
    ops::Scale scale = ops::Scale::kTanh;
    ops::Order order = ops::Order::kScaleShift;
    bool inverse = false;
};

struct CouplingInputs {
    at::Tensor x;
    at::Tensor params;
    at::Tensor a;
    at::Tensor b;

    std::vector<at::Tensor> leaves() const;
};

/// Every scale, order and direction.
std::vector<CouplingCase> coupling_cases();
std::string name_of(ops::Scale scale);
std::string name_of(const CouplingCase& value);

CouplingInputs random_coupling_inputs(const CouplingCase& value, const Shape& shape, const Broadcast& broadcast,
                                      at::TensorOptions options, Layout layout);

/// The op, or its inverse: {y, log_det}.
std::vector<at::Tensor> coupling(const CouplingCase& value, const CouplingInputs& inputs);

/// The same from ATen operations, in the inputs' type.
std::vector<at::Tensor> reference_coupling(const CouplingCase& value, const CouplingInputs& inputs);

/// Compares values and all gradients for every shape, broadcast and layout.
void check_coupling(const CouplingCase& value, at::TensorOptions options);

/// Calls the kernels of `device` on buffers between guard bands.
void check_coupling_guards(const CouplingCase& value, const at::Device& device);

}  // namespace bplf::test
