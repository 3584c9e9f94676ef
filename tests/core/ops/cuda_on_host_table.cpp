// SPDX-License-Identifier: GPL-3.0-or-later
// In the program of cuda_on_host_test the table of the processor's kernels is that of the CUDA kernels, run here.
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cuda/cuda_table.h"

namespace bplf::ops {
namespace {

template <typename Args, void (*kernel)(const Args&, cudaStream_t)>
void run(const Args& args) {
    kernel(args, nullptr);
}

}  // namespace

const OpsTable& cpu_table() {
    static constexpr OpsTable table{
        .dynamic_linear = run<DynamicLinearForward, dynamic_linear_cuda>,
        .dynamic_linear_backward = run<DynamicLinearBackward, dynamic_linear_backward_cuda>,
        .actnorm = run<ActnormForward, actnorm_cuda>,
        .actnorm_backward = run<ActnormBackward, actnorm_backward_cuda>,
        .gaussian_logp = run<GaussianForward, gaussian_logp_cuda>,
        .gaussian_logp_backward = run<GaussianBackward, gaussian_logp_backward_cuda>,
        .dequantise = run<DequantiseArgs, dequantise_cuda>,
        .quantise = run<QuantiseArgs, quantise_cuda>,
    };
    return table;
}

}  // namespace bplf::ops
