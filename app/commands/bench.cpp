// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/bench.h"

#include <ATen/Parallel.h>

#include <map>
#include <thread>

#include "app/commands/bench_history.h"
#include "app/commands/bench_kit.h"
#include "app/commands/compute.h"
#include "core/base/error.h"
#include "core/base/processor_name.h"

namespace bplf::cli {
namespace {

using Benchmark = BenchReport (*)(const BenchOptions&, Session&);

BenchRecord record_of(const BenchReport& report, const BenchOptions& options, const Session& session) {
    BenchRecord record;
    record.date = date_text();
    record.version = BPLF_VERSION;
    record.machine = processor_name();
    record.cores = static_cast<int>(std::thread::hardware_concurrency());
    record.threads = at::get_num_threads();
    record.device = report.json.value("device", session.options().device);
    record.bench = options.what;
    record.subject = report.subject;
    record.figures = report.figures;
    return record;
}

std::filesystem::path history_file(const BenchOptions& options) {
    if (!options.history.empty()) return options.history;
    const std::filesystem::path folder = std::filesystem::path(BPLF_SOURCE_DIR) / "tests" / "bench";
    if (std::filesystem::exists(folder)) return folder / "history.jsonl";
    throw_usage_error("The history is part of the source tree, which is not here.", "--record",
                      "Name a file with --history.");
}

}  // namespace

int run(const BenchOptions& options, Session& session) {
    use_threads(session.options().threads);
    const std::map<std::string, Benchmark> benchmarks{{"sample", bench_sample},
                                                      {"train", bench_train},
                                                      {"encode", bench_encode},
                                                      {"ops", bench_ops},
                                                      {"startup", bench_startup}};
    // Both are looked for before anything is measured.
    const std::filesystem::path file = options.record ? history_file(options) : std::filesystem::path();
    const std::vector<BenchRecord> history =
        options.against.empty() ? std::vector<BenchRecord>() : read_history(options.against);
    BenchReport report = benchmarks.at(options.what)(options, session);
    const BenchRecord record = record_of(report, options, session);
    nlohmann::ordered_json json{
        {"schema", "bplf.bench.v1"}, {"bench", options.what}, {"threads", at::get_num_threads()}};
    json.update(report.json);
    json["record"] = to_json(record);
    if (options.record) append_record(file, record);
    std::vector<BenchComparison> compared;
    if (!options.against.empty()) {
        compared = compare_with(history, record, options.against);
        json["against"] = comparisons_json(compared);
        report.text += comparisons_text(compared);
    }
    session.console().result(json, report.text);
    return any_slower(compared) ? static_cast<int>(ErrorKind::kResource) : 0;
}

}  // namespace bplf::cli
