// SPDX-License-Identifier: GPL-3.0-or-later
// In place of CUDA's header of this name where kernels are compiled as C++: the words of the language that our kernels
// use. What is missing here is a word that no kernel has used yet.
#pragma once

#include <cstddef>

#include "tests/support/cuda_on_host/host_gpu.h"

#define __global__
#define __device__
// The threads of a block are fibres of one thread, and blocks run one after the other.
#define __shared__ static

using bplf::cuda_on_host::Triple;
using dim3 = Triple;
using cudaStream_t = void*;
enum cudaError_t { cudaSuccess = 0 };

inline Triple& threadIdx = bplf::cuda_on_host::place().thread;
inline Triple& blockIdx = bplf::cuda_on_host::place().block;
inline Triple& blockDim = bplf::cuda_on_host::place().block_size;
inline Triple& gridDim = bplf::cuda_on_host::place().grid_size;

inline cudaError_t cudaGetLastError() {
    return cudaSuccess;
}
inline const char* cudaGetErrorString(cudaError_t) {
    return "no error";
}
inline void __syncthreads() {
    bplf::cuda_on_host::wait_for_block();
}
template <typename T>
T __shfl_down_sync(unsigned mask, T value, unsigned offset) {
    return bplf::cuda_on_host::shuffle_down(mask, value, offset);
}
