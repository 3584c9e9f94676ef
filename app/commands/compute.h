// SPDX-License-Identifier: GPL-3.0-or-later
// Threads and device of the commands that use LibTorch themselves.
#pragma once

#include <string>

namespace bplf::cli {

/// 0 leaves one thread per core. Call before the first tensor operation.
void use_threads(int threads);

/// "auto" and friends to the device's own name ("cpu", "cuda:0"), its kernels loaded. Call before the first
/// tensor operation. Error(kResource) when a CUDA device was asked for and is not there.
std::string use_device(const std::string& name);

}  // namespace bplf::cli
