// SPDX-License-Identifier: GPL-3.0-or-later
// bench ops: the element-wise operations against the machine's copy rate, the convolutions of g against its
// GEMM rate, at the shapes of level 1 of emotion-32.
#include <torch/types.h>

#include <functional>

#include "app/commands/bench_kit.h"
#include "app/commands/compute.h"
#include "app/commands/measure.h"
#include "core/ops/actnorm.h"
#include "core/ops/dequantise.h"
#include "core/ops/dynamic_linear.h"
#include "core/ops/gaussian_logp.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kBatch = 64;

/// Waits for a device that works on its own.
void finish(const at::Tensor& result) {
    if (result.is_cuda()) result.flatten().narrow(0, 0, 1).item();
}

class OpsBench {
  public:
    OpsBench(const BenchOptions& options, const std::string& device) : options_(options), device_(at::Device(device)) {
        copy_ = measure_copy(options.seconds);
        gemm_ = measure_gemm(options.seconds);
        report_.json["device"] = device;
        report_.json["copy_gbps"] = copy_;
        report_.json["gemm_gflops"] = {{"float32", gemm_.float32}, {"bfloat16", gemm_.bfloat16}};
    }

    at::Tensor random(at::IntArrayRef shape) const { return at::randn(shape).to(device_); }

    /// `bytes` that a call reads and writes at least.
    template <typename Work>
    void moves(const std::string& name, double bytes, Work work) {
        const double ms = measure(name, [&] { finish(work()); });
        add(name, ms, "gbps", bytes / (ms * 1e6), copy_, " GB/s", " % of copying");
    }

    template <typename Work>
    void computes(const std::string& name, double operations, double ceiling, Work work) {
        const double ms = measure(name, [&] { finish(work()); });
        add(name, ms, "gflops", operations / (ms * 1e6), ceiling, " GFLOP/s", " % of GEMM");
    }

    const GemmRates& gemm() const { return gemm_; }
    BenchReport take() { return std::move(report_); }

  private:
    /// The repeats share the seconds that an operation has: a call takes well under one.
    double measure(const std::string& name, const std::function<void()>& call) {
        std::vector<double> repeats;
        for (int repeat = 0; repeat < options_.repeats; ++repeat)
            repeats.push_back(median(time_calls(call, options_.seconds / options_.repeats)));
        report_.keep(name, "ms", repeats);
        return median(repeats);
    }

    void add(const std::string& name, double ms, const char* key, double rate, double ceiling, const char* unit,
             const char* of) {
        report_.json["results"].push_back(
            {{"name", name}, {"milliseconds", ms}, {key, rate}, {"fraction", rate / ceiling}});
        report_.text += name + ": " + fixed(ms, 3) + " ms, " + fixed(rate, 1) + unit + " = " +
                        fixed(100 * rate / ceiling, 0) + of + '\n';
    }

    const BenchOptions& options_;
    at::Device device_;
    double copy_ = 0;
    GemmRates gemm_;
    BenchReport report_;
};

void bench_elementwise(OpsBench& bench) {
    const at::Tensor x = bench.random({kBatch, 4, 16, 16});
    const at::Tensor half = x.narrow(1, 0, 2);
    const at::Tensor params = bench.random({kBatch, 4, 16, 16}), a = bench.random({2}), b = bench.random({2});
    const at::Tensor bias = bench.random({4}), scale = bench.random({4});
    const auto bytes = static_cast<double>(x.nbytes());
    bench.moves("dynamic linear, forward", 2 * bytes,
                [&] { return std::get<0>(ops::dynamic_linear(half, params, a, b, {})); });
    bench.moves("dynamic linear, inverse", 2 * bytes,
                [&] { return std::get<0>(ops::dynamic_linear_inverse(half, params, a, b, {})); });
    bench.moves("actnorm", 2 * bytes, [&] { return ops::actnorm(x, bias, scale); });
    bench.moves("Gaussian log-probability", 3 * bytes, [&] { return ops::gaussian_logp(x, params, params); });
    const at::Tensor pixels = at::randint(256, {kBatch, 1, 32, 32}).to(at::kByte).to(x.device());
    const at::Tensor noise = at::rand({kBatch, 1, 32, 32}).to(x.device());
    bench.moves("dequantise", 2.25 * bytes, [&] { return ops::dequantise(pixels, noise, 8); });
    bench.moves("quantise", 1.25 * bytes, [&] { return ops::quantise(noise, 8); });
}

void bench_convolutions(OpsBench& bench) {
    for (const std::int64_t side : {16, 8, 4}) {
        const double operations = 2.0 * 9 * 64 * 64 * static_cast<double>(side * side * kBatch);
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const at::Tensor x =
                bench.random({kBatch, 64, side, side}).to(type).contiguous(at::MemoryFormat::ChannelsLast);
            const at::Tensor w = bench.random({64, 64, 3, 3}).to(type).contiguous(at::MemoryFormat::ChannelsLast);
            const bool narrow = type == at::kBFloat16;
            bench.computes("convolution 3x3, 64 to 64 channels, " + std::to_string(side) + 'x' + std::to_string(side) +
                               (narrow ? ", bfloat16" : ", float32"),
                           operations, narrow ? bench.gemm().bfloat16 : bench.gemm().float32,
                           [&] { return at::conv2d(x, w, {}, 1, 1); });
        }
    }
}

}  // namespace

BenchReport bench_ops(const BenchOptions& options, Session& session) {
    const at::NoGradGuard no_grad;
    OpsBench bench(options, use_device(session.options().device));
    bench_elementwise(bench);
    throw_if_stopped(session.stop());
    bench_convolutions(bench);
    return bench.take();
}

}  // namespace bplf::cli
