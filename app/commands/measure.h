// SPDX-License-Identifier: GPL-3.0-or-later
// Timing, and what this machine can do at best.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/flow/config.h"

namespace bplf::cli {

/// Milliseconds of each call of `work` for about `seconds`, after one call that does not count.
std::vector<double> time_calls(const std::function<void()>& work, double seconds);
/// The value below which a share of `values` lies; 0.5 is the median. Precondition: not empty.
double quantile(std::vector<double> values, double share);
inline double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

/// The machine's own rate of multiplying large matrices with the threads in use, in GFLOP/s.
struct GemmRates {
    double float32 = 0;
    double bfloat16 = 0;
};
GemmRates measure_gemm(double seconds);
/// Bytes copied per second from memory to memory, in GB/s.
double measure_copy(double seconds);

/// Multiply-adds of the convolutions of one image through the flow, in either direction.
std::int64_t multiply_adds(const flow::FlowConfig& config);

/// Peak resident memory of a process in bytes, by its number or "self"; 0 once it has ended.
double peak_resident_bytes(const std::string& process);

}  // namespace bplf::cli
