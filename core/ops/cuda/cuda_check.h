// SPDX-License-Identifier: GPL-3.0-or-later
// Turns CUDA's status codes into Error(kResource) with the place. Plain C++17 for nvcc.
#pragma once

#include "core/base/error.h"

#include <cuda_runtime_api.h>

#include <string>

namespace bplf::ops {

inline void throw_on_cuda_error(cudaError_t status, const char* file, int line) {
    if (status != cudaSuccess) {
        throw Error(ErrorKind::kResource, std::string("the GPU reports: ") + cudaGetErrorString(status),
                    std::string(file) + ":" + std::to_string(line), "free memory on the GPU, or use --device cpu");
    }
}

}  // namespace bplf::ops

/// After each kernel launch: throws when the launch itself was refused.
#define BPLF_CHECK_LAUNCH() ::bplf::ops::throw_on_cuda_error(cudaGetLastError(), __FILE__, __LINE__)
