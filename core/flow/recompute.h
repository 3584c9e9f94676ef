// SPDX-License-Identifier: GPL-3.0-or-later
// Trading time for memory in training (core/flow/README.md#memory-and-precision): a step stores only its input.
#pragma once

#include <functional>

#include "core/flow/bijection.h"

namespace bplf::flow {

using StepFunction = std::function<Mapped(const at::Tensor& x, const at::Tensor& h)>;

/// Runs `step` without a graph and runs it again, with one, when its gradient is asked for. Gradients of x, h and
/// of every parameter inside equal those of calling `step` directly. `step` must be deterministic.
Mapped recompute_in_backward(const StepFunction& step, const at::Tensor& x, const at::Tensor& h);

}  // namespace bplf::flow
