// SPDX-License-Identifier: GPL-3.0-or-later
// From tensors to the pointers and steps of ops_table.h, for the autograd files.
#pragma once

#include "core/ops/ops_table.h"
#include "core/ops/scratch.h"

#include <ATen/core/Tensor.h>

namespace bplf::ops {

/// The kernels of `device`. Throws Error(kResource) for a CUDA device when load_cuda() cannot succeed and
/// Error(kInternal) for a kind of device that has no kernels.
const OpsTable& table_for(const at::Device& device);

/// `tensor` itself when its [C, H, W] part is contiguous within each image (a channel slice is), else a
/// contiguous copy. An image step of 0 over several images counts as not contiguous.
at::Tensor with_contiguous_images(const at::Tensor& tensor);

/// Channels from `first_channel` on of [M, C, h, w]; shared when M = 1, per channel when (h, w) = (1, 1)
/// differs from `extent`. The tensor must come from with_contiguous_images() and outlive the result.
Operand operand_of(const at::Tensor& tensor, const Extent& extent, int64_t first_channel = 0);

/// The same for the data itself, [N, C, H, W]: never shared.
Operand image_operand_of(const at::Tensor& tensor);

Extent extent_of(const at::Tensor& tensor);
Precision precision_of(const at::Tensor& tensor);

/// The ordinal that the arguments of a kernel carry: −1 on the CPU.
int ordinal_of(const at::Tensor& tensor);

/// `count` float64 values of scratch beside `like`.
at::Tensor scratch_like(const at::Tensor& like, int64_t count);

/// Throws Error(kInternal) unless `tensor` is float32 or float64 [N, C, H, W]; `op` and `name` go into
/// the message.
void check_images(const at::Tensor& tensor, const char* op, const char* name);

/// Throws Error(kInternal) unless `tensor` is [M, channels, h, w] of x's type and device with M in {1, N}
/// and (h, w) in {(1, 1), (H, W)}.
void check_broadcast(const at::Tensor& tensor, const at::Tensor& x, int64_t channels, const char* op, const char* name);

/// Throws Error(kInternal) unless `tensor` is [channels] of x's type and device.
void check_per_channel(const at::Tensor& tensor, const at::Tensor& x, const char* op, const char* name);

/// Throws Error(kInternal) when autograd asks for a derivative of the derivative, which these ops do
/// not have.
void check_first_derivative(const char* op);

/// True when a call must be recorded for autograd.
bool needs_gradient(std::initializer_list<at::Tensor> inputs);

}  // namespace bplf::ops
