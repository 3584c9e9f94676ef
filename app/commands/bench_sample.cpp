// SPDX-License-Identifier: GPL-3.0-or-later
// bench sample and bench encode: through the engine, as the studio and the other commands work.
#include <algorithm>
#include <cmath>

#include "app/commands/bench_kit.h"
#include "app/commands/measure.h"
#include "core/base/error.h"

namespace bplf::cli {
namespace {

std::vector<int> batches_of(const BenchOptions& options) {
    if (options.batches.empty()) return {1, 16, 64};
    std::vector<int> batches;
    for (const double batch : options.batches) batches.push_back(static_cast<int>(batch));
    return batches;
}

SampleRequest request_of(int count, const Session& session) {
    SampleRequest request;
    request.count = count;
    request.seed = session.options().seed;
    request.looks = {Look{{}, {0.7}, {}}};
    return request;
}

std::vector<Cell> draw(const SampleRequest& request, Session& session) {
    std::vector<Cell> cells(static_cast<std::size_t>(request.count));
    session.engine()
        .sample(
            request,
            [&](Cell cell) {
                const auto at = static_cast<std::size_t>(cell.index);
                cells[at] = std::move(cell);
            },
            session.stop())
        .value_or_throw();
    return cells;
}

flow::FlowConfig config_of(const ModelInfo& model) {
    return flow::config_from_json(nlohmann::json::parse(model.config_json));
}

/// The twin must give the same faces the same likelihood before it is raced.
double check_peer(JsonPeer& peer, const ModelInfo& model, Session& session) {
    const ScratchFolder scratch;
    const SampleRequest request = request_of(8, session);
    std::vector<Latent> codes;
    for (int cell = 0; cell < request.count; ++cell)
        codes.push_back(session.engine().latent_of(request, cell).value_or_throw());
    save_latent(scratch / "codes.safetensors", codes);
    const std::vector<double> theirs =
        peer.ask(
                {{"task", "decode"}, {"checkpoint", model.path}, {"latents", (scratch / "codes.safetensors").string()}})
            .at("bits_per_dim");
    const std::vector<Cell> cells = draw(request, session);
    double largest = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        largest = std::max(largest, std::abs(cells[i].bits_per_dim - theirs.at(i)));
    if (!(largest <= 1e-4))
        throw Error(ErrorKind::kNumeric, "The peer gives other bits/dim: off by " + fixed(largest, 6) + '.', "--peer",
                    "Nothing was timed; the twin in tests/bench/peer.py must be corrected first.");
    return largest;
}

}  // namespace

BenchReport bench_sample(const BenchOptions& options, Session& session) {
    const ModelInfo model = session.load_model(options.model);
    const double gflop = 2e-9 * static_cast<double>(multiply_adds(config_of(model)));
    std::vector<Peer> peers = start_peers(options, session);
    BenchReport report;
    report.json = {{"model", model.path}, {"device", model.device}};
    report.subject = model.name;
    if (JsonPeer* twin = twin_of(peers))
        report.json["peer_difference_bits_per_dim"] = check_peer(*twin, model, session);
    const GemmRates gemm = measure_gemm(std::min(1.0, options.seconds));
    report.json["gemm_gflops"] = {{"float32", gemm.float32}, {"bfloat16", gemm.bfloat16}};
    for (const int batch : batches_of(options)) {
        const SampleRequest request = request_of(batch, session);
        Repeats ours;
        for (int repeat = 0; repeat < options.repeats; ++repeat) {
            throw_if_stopped(session.stop());
            ours.push_back(time_calls([&] { draw(request, session); }, options.seconds));
            for (Peer& peer : peers)
                peer.time({{"task", "sample"},
                           {"checkpoint", model.path},
                           {"config", nlohmann::json::parse(model.config_json)},
                           {"batch", batch},
                           {"seconds", options.seconds}});
        }
        add_row(report, "sample batch " + std::to_string(batch), batch, gflop, gemm.float32, ours, peers);
    }
    const ScratchFolder scratch;
    add_memory(report, "sampling 64 faces",
               {"sample", options.model, "--count", "64", "--quiet", "--device", session.options().device, "--threads",
                std::to_string(session.options().threads), "--out", scratch / "faces.png"});
    return report;
}

BenchReport bench_encode(const BenchOptions& options, Session& session) {
    const ModelInfo model = session.load_model(options.model);
    const Image crop = draw(request_of(1, session), session).front().image;
    BenchReport report;
    report.json = {{"model", model.path}, {"device", model.device}};
    report.subject = model.name;
    Repeats ours;
    std::vector<Peer> alone;
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
        throw_if_stopped(session.stop());
        ours.push_back(
            time_calls([&] { session.engine().encode(crop, {}, session.stop()).value_or_throw(); }, options.seconds));
    }
    add_row(report, "encode one crop, likeliest label, reconstruction and statistics", 1, 0, 0, ours, alone);
    report.json["memory"] = {{"what", "this process"}, {"peak_bytes", peak_resident_bytes("self")}};
    return report;
}

}  // namespace bplf::cli
