// SPDX-License-Identifier: GPL-3.0-or-later
// bench train: the trainer itself on made-up images of the configuration's size.
#include <algorithm>
#include <cmath>

#include "app/commands/bench_kit.h"
#include "app/commands/compute.h"
#include "app/commands/measure.h"
#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/train/precision.h"
#include "core/train/trainer.h"

namespace bplf::cli {
namespace {

constexpr std::int64_t kImages = 1024;
constexpr int kCheckedImages = 64;

/// Random pixels and labels: the time of a step does not depend on what is in them.
void write_images(const std::filesystem::path& file, const flow::FlowConfig& config) {
    DatasetContent content;
    content.channels = static_cast<int>(config.channels);
    content.height = static_cast<int>(config.height);
    content.width = static_cast<int>(config.width_px);
    content.class_names = config.labels;
    if (content.class_names.empty()) content.class_names = {"image"};
    content.source_names = {"random"};
    const PhiloxStream noise(1, 0);
    const auto bytes = static_cast<std::size_t>(kImages * config.dimensions());
    for (std::size_t i = 0; i < bytes; ++i) content.images.push_back(static_cast<std::uint8_t>(noise.below(256, i)));
    for (std::int64_t i = 0; i < kImages; ++i) {
        content.labels.push_back(i % static_cast<std::int64_t>(content.class_names.size()));
        content.groups.push_back(static_cast<std::int32_t>(i));
        content.manifest_rows.push_back(static_cast<std::int32_t>(i));
    }
    content.splits.assign(static_cast<std::size_t>(kImages), 0);
    content.sources.assign(static_cast<std::size_t>(kImages), 0);
    write_dataset(file, content);
}

TrainRequest request_of(const flow::FlowConfig& config, const std::filesystem::path& data, int batch,
                        const std::string& precision, const std::string& device) {
    TrainRequest request;
    request.flow = config;
    request.data = data;
    request.device = device;
    request.training.batch_size = batch;
    request.training.precision = precision;
    request.training.sample_every = 0;
    request.training.log_every = request.training.validate_every = 1'000'000;
    request.training.checkpoint_every = 1'000'000;
    return request;
}

/// Milliseconds per step of a fresh run of so many steps, checkpoints and set-up not counted.
double step_time(TrainRequest request, const std::filesystem::path& out, std::int64_t steps, const Session& session) {
    std::filesystem::remove_all(out);
    request.out = out;
    request.training.steps = steps;
    const TrainSummary summary = train(request, {}, session.stop());
    throw_if_stopped(session.stop());
    return 1000.0 * request.training.batch_size / summary.images_per_second;
}

double check_peer(JsonPeer& peer, const std::filesystem::path& checkpoint, const std::filesystem::path& data) {
    const flow::Checkpoint model = flow::load_checkpoint(checkpoint);
    const Dataset images = Dataset::open(data);
    std::vector<std::int64_t> rows = images.rows(Split::kTrain);
    rows.resize(kCheckedImages);
    const double ours = evaluate_bits_per_dim(*model.model, images, rows, {}).mean;
    const double theirs = peer.ask({{"task", "bits_per_dim"},
                                    {"checkpoint", checkpoint.string()},
                                    {"data", data.string()},
                                    {"limit", kCheckedImages}})
                              .at("bits_per_dim");
    if (!(std::abs(ours - theirs) <= 1e-4))
        throw Error(ErrorKind::kNumeric,
                    "The peer gives other bits/dim: " + fixed(theirs, 6) + " instead of " + fixed(ours, 6) + '.',
                    "--peer", "Nothing was timed; the twin in tests/bench/peer.py must be corrected first.");
    return std::abs(ours - theirs);
}

std::string precision_of(const BenchOptions& options) {
    if (!options.precision.empty()) return options.precision;
    return has_native_bfloat16() ? "bfloat16" : "float32";
}

}  // namespace

BenchReport bench_train(const BenchOptions& options, Session& session) {
    const std::string device = use_device(session.options().device);
    const flow::FlowConfig config = flow::load_config(options.config);
    const std::string precision = precision_of(options);
    const ScratchFolder scratch;
    const std::filesystem::path data = scratch / "images.safetensors";
    write_images(data, config);
    std::vector<Peer> peers = start_peers(options, session);
    BenchReport report;
    report.json = {{"config", config.name}, {"precision", precision}, {"device", device}};
    report.subject = config.name;
    const GemmRates gemm = measure_gemm(std::min(1.0, options.seconds));
    report.json["gemm_gflops"] = {{"float32", gemm.float32}, {"bfloat16", gemm.bfloat16}};
    // Backward costs twice forward.
    const double gflop = 3 * 2e-9 * static_cast<double>(multiply_adds(config));
    for (const double wanted : options.batches.empty() ? std::vector<double>{64} : options.batches) {
        const int batch = static_cast<int>(wanted);
        const TrainRequest request = request_of(config, data, batch, precision, device);
        const double first = step_time(request, scratch / "run", 4, session);
        if (JsonPeer* twin = twin_of(peers))
            report.json["peer_difference_bits_per_dim"] =
                check_peer(*twin, scratch / "run" / "last" / "model.safetensors", data);
        const auto steps = static_cast<std::int64_t>(std::clamp(1000 * options.seconds / first, 5.0, 10'000.0));
        Repeats ours;
        for (int repeat = 0; repeat < options.repeats; ++repeat) {
            ours.push_back({step_time(request, scratch / "run", steps, session)});
            for (Peer& peer : peers)
                peer.time({{"task", "train"},
                           {"config", nlohmann::json(flow::to_json(config))},
                           {"batch", batch},
                           {"precision", precision},
                           {"seconds", options.seconds}});
        }
        add_row(report, "train batch " + std::to_string(batch) + ", " + precision, batch, gflop,
                precision == "bfloat16" ? gemm.bfloat16 : gemm.float32, ours, peers);
    }
    add_memory(report, "training at batch 64",
               {"train",
                "--config",
                options.config,
                "--data",
                data.string(),
                "--out",
                scratch / "child",
                "--steps",
                "12",
                "--set",
                "batch_size=64",
                "--set",
                "precision=" + precision,
                "--set",
                "sample_every=0",
                "--quiet",
                "--device",
                session.options().device,
                "--threads",
                std::to_string(session.options().threads)});
    return report;
}

}  // namespace bplf::cli
