// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/precision.h"

namespace bplf {

bool has_native_bfloat16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::optional<at::ScalarType> compute_type(const std::string& precision, at::Device device) {
    const bool native = device.is_cuda() || has_native_bfloat16();
    if (precision == "bfloat16" || (precision == "auto" && native)) return at::kBFloat16;
    return std::nullopt;
}

}  // namespace bplf
