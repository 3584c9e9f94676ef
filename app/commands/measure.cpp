// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/measure.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "core/base/error.h"

namespace bplf::cli {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double gemm_rate(at::ScalarType type, double seconds) {
    constexpr std::int64_t kSide = 1024;
    const at::Tensor a = at::randn({kSide, kSide}).to(type);
    const at::Tensor b = at::randn({kSide, kSide}).to(type);
    const double operations = 2.0 * static_cast<double>(kSide) * kSide * kSide;
    // The best call, not the median: this is the ceiling that others are measured against.
    return operations / (quantile(time_calls([&] { at::mm(a, b); }, seconds), 0.05) * 1e6);
}

}  // namespace

std::vector<double> time_calls(const std::function<void()>& work, double seconds) {
    work();
    std::vector<double> times;
    const Clock::time_point start = Clock::now();
    while (times.empty() || milliseconds_since(start) < 1000 * seconds) {
        const Clock::time_point call = Clock::now();
        work();
        times.push_back(milliseconds_since(call));
    }
    return times;
}

double quantile(std::vector<double> values, double share) {
    BPLF_CHECK(!values.empty(), "nothing was measured");
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    const double part = place - static_cast<double>(below);
    return values[below] + part * (values[above] - values[below]);
}

GemmRates measure_gemm(double seconds) {
    const at::NoGradGuard no_grad;
    return {gemm_rate(at::kFloat, seconds), gemm_rate(at::kBFloat16, seconds)};
}

double measure_copy(double seconds) {
    const at::Tensor from = at::ones({std::int64_t{1} << 25});
    at::Tensor to = at::empty_like(from);
    const auto bytes = 2.0 * static_cast<double>(from.nbytes());
    return bytes / (median(time_calls([&] { to.copy_(from); }, seconds)) * 1e6);
}

std::int64_t multiply_adds(const flow::FlowConfig& config) {
    std::int64_t total = 0;
    std::int64_t channels = config.channels, height = config.height, width = config.width_px;
    for (std::int64_t level = 0; level < config.levels; ++level) {
        channels *= 4, height /= 2, width /= 2;
        const std::int64_t part = channels / config.parts;
        const std::int64_t middle = config.kernels == "313" ? 1 : 9;
        const std::int64_t net =
            9 * part * config.width + middle * config.width * config.width + 9 * config.width * 2 * part;
        const std::int64_t step = channels * channels + (config.parts - 1) * net;
        total += config.depth * step * height * width;
        if (level + 1 == config.levels) break;
        channels /= 2;
        if (config.split_prior == "learned") total += 9 * channels * 2 * channels * height * width;
    }
    return total;
}

double peak_resident_bytes(const std::string& process) {
    std::ifstream status("/proc/" + process + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0) return 1024 * std::stod(line.substr(6));
    return 0;
}

}  // namespace bplf::cli
