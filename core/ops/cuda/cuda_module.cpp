// SPDX-License-Identifier: GPL-3.0-or-later
// The door of the module bplf_cuda: gives every kernel LibTorch's current stream on the tensor's device.
#include "core/ops/cuda/cuda_table.h"

#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

namespace bplf::ops {
namespace {

int ordinal(const DequantiseArgs& args) {
    return args.device;
}

int ordinal(const QuantiseArgs& args) {
    return args.device;
}

template <typename Args>
int ordinal(const Args& args) {
    return args.in.device;
}

template <typename Args, void (*kernel)(const Args&, cudaStream_t)>
void on_current_stream(const Args& args) {
    const auto device = static_cast<c10::DeviceIndex>(ordinal(args));
    const c10::cuda::CUDAGuard guard(device);
    kernel(args, c10::cuda::getCurrentCUDAStream(device).stream());
}

}  // namespace
}  // namespace bplf::ops

extern "C" __attribute__((visibility("default"))) void bplf_cuda_table(bplf::ops::OpsTable* table);

void bplf_cuda_table(bplf::ops::OpsTable* table) {
    using namespace bplf::ops;
    *table = {
        .dynamic_linear = on_current_stream<DynamicLinearForward, dynamic_linear_cuda>,
        .dynamic_linear_backward = on_current_stream<DynamicLinearBackward, dynamic_linear_backward_cuda>,
        .actnorm = on_current_stream<ActnormForward, actnorm_cuda>,
        .actnorm_backward = on_current_stream<ActnormBackward, actnorm_backward_cuda>,
        .gaussian_logp = on_current_stream<GaussianForward, gaussian_logp_cuda>,
        .gaussian_logp_backward = on_current_stream<GaussianBackward, gaussian_logp_backward_cuda>,
        .dequantise = on_current_stream<DequantiseArgs, dequantise_cuda>,
        .quantise = on_current_stream<QuantiseArgs, quantise_cuda>,
    };
}
