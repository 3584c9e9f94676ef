// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the CUDA half of LibTorch and our CUDA kernels into the process, only when somebody asks for
// them: a CPU session neither maps nor waits for them.
#pragma once

#include "core/ops/ops_table.h"

#include <string>

namespace bplf::ops {

/// True when a driver with at least one device answers and the module bplf_cuda can be found. Loads
/// nothing of LibTorch. Thread-safe.
bool cuda_available();

/// Why cuda_available() is false, in one sentence; empty when it is true.
std::string cuda_problem();

/// Loads libtorch_cuda and bplf_cuda once; later calls return at once. Call it before the first tensor
/// operation of the process that is to see CUDA: LibTorch looks at its devices only once (first
/// backward pass, first question for CUDA). Throws Error(kResource) when there is no driver, device or
/// module. Thread-safe.
void load_cuda();

/// The kernels of the module; loads it when needed.
const OpsTable& cuda_table();

}  // namespace bplf::ops
