// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA twins of all ops; see ops_table.h for what each kernel reads and writes. They queue their
// work on `stream` of the current device.
#pragma once

#include "core/ops/ops_table.h"

#include <cuda_runtime_api.h>

namespace bplf::ops {

void dynamic_linear_cuda(const DynamicLinearForward& args, cudaStream_t stream);
void dynamic_linear_backward_cuda(const DynamicLinearBackward& args, cudaStream_t stream);
void actnorm_cuda(const ActnormForward& args, cudaStream_t stream);
void actnorm_backward_cuda(const ActnormBackward& args, cudaStream_t stream);
void gaussian_logp_cuda(const GaussianForward& args, cudaStream_t stream);
void gaussian_logp_backward_cuda(const GaussianBackward& args, cudaStream_t stream);
void dequantise_cuda(const DequantiseArgs& args, cudaStream_t stream);
void quantise_cuda(const QuantiseArgs& args, cudaStream_t stream);

}  // namespace bplf::ops
