// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/selftest.h"

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/commands/probes.h"
#include "app/commands/session.h"
#include "core/base/error.h"

namespace bplf::cli {
namespace {

// Samples pass through some 50 float32 layers; devices may round differently by a grey level or two.
constexpr int kDeviceTolerance = 2;

using inspect::Check;

/// The pixels of four faces from `seed`, drawn by `engine`.
std::vector<Image> draw_faces(Engine& engine, const ModelInfo& model, std::uint64_t seed) {
    engine.load_model(model.path).value_or_throw();
    SampleRequest request;
    request.seed = seed;
    request.count = 4;
    std::vector<Image> images(4);
    const CellSink sink = [&](Cell cell) { images.at(static_cast<std::size_t>(cell.index)) = std::move(cell.image); };
    engine.sample(request, sink, {}).value_or_throw();
    return images;
}

/// The same faces on the CPU: a second engine, because a device is chosen once per engine.
Check check_devices(Session& session, const ModelInfo& model) {
    EngineOptions options;
    options.device = "cpu";
    options.threads = session.options().threads;
    const std::unique_ptr<Engine> cpu = make_engine(options).value_or_throw();
    const std::uint64_t seed = session.options().seed;
    const std::vector<Image> here = draw_faces(session.engine(), model, seed);
    const std::vector<Image> there = draw_faces(*cpu, model, seed);
    int largest = 0;
    for (std::size_t i = 0; i < here.size(); ++i)
        for (std::size_t p = 0; p < here[i].pixels.size(); ++p)
            largest = std::max(largest, std::abs(int{here[i].pixels[p]} - int{there[i].pixels[p]}));
    return {"devices", largest <= kDeviceTolerance,
            "largest difference between " + model.device + " and cpu: " + std::to_string(largest) + " of 255"};
}

}  // namespace

int run(const SelftestOptions& options, Session& session) {
    const ModelInfo model = session.load_model(options.model);
    std::vector<Check> checks = inspect::check_network(session.engine(), session.options().seed, session.stop());
    if (model.device == "cpu")
        session.console().note("no CUDA device in use: nothing to compare the CPU with");
    else
        checks.push_back(check_devices(session, model));
    const bool passed = inspect::all_passed(checks);
    session.console().result({{"ok", passed},
                              {"schema", "bplf.selftest.v1"},
                              {"model", model.name},
                              {"device", model.device},
                              {"checks", checks_json(checks)}},
                             checks_text(checks));
    return passed ? 0 : static_cast<int>(ErrorKind::kNumeric);
}

}  // namespace bplf::cli
