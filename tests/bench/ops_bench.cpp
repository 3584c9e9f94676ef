// SPDX-License-Identifier: GPL-3.0-or-later
// Times the ops on the CPU beside the same mathematics composed from ATen operations. Before anything
// is timed, both must agree.
#include "core/ops/actnorm.h"
#include "core/ops/cpu/lanes.h"
#include "core/ops/dynamic_linear.h"
#include "core/ops/gaussian_logp.h"

#include <benchmark/benchmark.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace bplf;

/// The first level of a 32×32 grey model at batch 64, and the last one.
struct Data {
    explicit Data(const benchmark::State& state) : Data(state.range(0), state.range(1), state.range(2)) {}

    Data(int64_t n, int64_t c, int64_t side)
        : x(at::randn({n, c, side, side})),
          params(at::randn({n, 2 * c, side, side})),
          a(at::ones({c})),
          b(at::zeros({c})) {}

    Data& with_gradients() {
        for (at::Tensor* leaf : {&x, &params, &a, &b}) {
            leaf->requires_grad_();
        }
        return *this;
    }

    at::Tensor x;
    at::Tensor params;
    at::Tensor a;
    at::Tensor b;
};

std::tuple<at::Tensor, at::Tensor> fused(const Data& data) {
    return ops::dynamic_linear(data.x, data.params, data.a, data.b, {});
}

std::tuple<at::Tensor, at::Tensor> composed(const Data& data) {
    const std::vector<at::Tensor> halves = data.params.chunk(2, 1);
    const at::Tensor log_s = data.a.view({1, -1, 1, 1}) * halves[0].tanh() + data.b.view({1, -1, 1, 1});
    return {data.x * log_s.exp() + halves[1], log_s.sum({1, 2, 3})};
}

template <auto op>
void coupling_forward(benchmark::State& state) {
    const Data data(state);
    const at::NoGradGuard no_grad;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(op(data));
    }
    state.SetItemsProcessed(state.iterations() * data.x.numel());
}

template <auto op>
void coupling_training(benchmark::State& state) {
    Data data(state);
    data.with_gradients();
    const at::Tensor grad_y = at::randn(data.x.sizes());
    const at::Tensor grad_log_det = at::ones({data.x.size(0)});
    for ([[maybe_unused]] auto _ : state) {
        auto [y, log_det] = op(data);
        benchmark::DoNotOptimize(
            torch::autograd::grad({y, log_det}, {data.x, data.params, data.a, data.b}, {grad_y, grad_log_det}));
    }
    state.SetItemsProcessed(state.iterations() * data.x.numel());
}

void actnorm_forward(benchmark::State& state) {
    const Data data(state);
    const at::NoGradGuard no_grad;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(ops::actnorm(data.x, data.b, data.b));
    }
    state.SetItemsProcessed(state.iterations() * data.x.numel());
}

void gaussian_forward(benchmark::State& state) {
    const Data data(state);
    const at::Tensor mean = data.params.narrow(1, 0, data.x.size(1));
    const at::Tensor log_sd = data.params.narrow(1, data.x.size(1), data.x.size(1));
    const at::NoGradGuard no_grad;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(ops::gaussian_logp(data.x, mean, log_sd));
    }
    state.SetItemsProcessed(state.iterations() * data.x.numel());
}

/// The vector loop alone, on one thread, for one instruction set.
void coupling_loop(benchmark::State& state, const char* instruction_set) {
    const ops::Lanes<float>* lanes = ops::lanes_named<float>(instruction_set);
    if (lanes == nullptr) {
        state.SkipWithError("this processor has no such instruction set");
        return;
    }
    const Data data(1, 4, 16);
    at::Tensor out = at::empty_like(data.x);
    const float* raw = data.params.const_data_ptr<float>();
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(lanes->coupling[1][1]({.v = data.x.const_data_ptr<float>(),
                                                        .raw = raw,
                                                        .mu = raw + data.x.numel(),
                                                        .out = out.mutable_data_ptr<float>(),
                                                        .channels = 4,
                                                        .plane = 256,
                                                        .constants = {.a = data.a.const_data_ptr<float>(),
                                                                      .b = data.b.const_data_ptr<float>(),
                                                                      .clamp = 0.0F,
                                                                      .sign = 1.0F}}));
    }
    state.SetItemsProcessed(state.iterations() * data.x.numel());
}

void shapes(benchmark::internal::Benchmark* bench) {
    bench->Args({64, 2, 16})->Args({64, 8, 4})->Args({1, 2, 16})->Args({64, 6, 32})->UseRealTime();
}

BENCHMARK(coupling_forward<fused>)->Apply(shapes);
BENCHMARK(coupling_forward<composed>)->Apply(shapes);
BENCHMARK(coupling_training<fused>)->Apply(shapes);
BENCHMARK(coupling_training<composed>)->Apply(shapes);
BENCHMARK(actnorm_forward)->Apply(shapes);
BENCHMARK(gaussian_forward)->Apply(shapes);
BENCHMARK_CAPTURE(coupling_loop, baseline, "baseline");
BENCHMARK_CAPTURE(coupling_loop, avx2, "avx2");
BENCHMARK_CAPTURE(coupling_loop, avx512, "avx512");

void require_agreement() {
    const Data data(8, 3, 17);
    const double error = (std::get<0>(fused(data)) - std::get<0>(composed(data))).abs().max().item<double>();
    if (!(error < 1e-5)) {
        std::fprintf(stderr, "ops_bench: the op and its composition differ by %g\n", error);
        std::exit(1);
    }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    require_agreement();
    benchmark::AddCustomContext("lanes", ops::lanes_name());
    benchmark::RunSpecifiedBenchmarks();
}
