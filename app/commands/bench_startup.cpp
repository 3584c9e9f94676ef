// SPDX-License-Identifier: GPL-3.0-or-later
// bench startup: whole processes of this program, from start to end.
#include "app/commands/bench_kit.h"
#include "app/commands/measure.h"
#include "core/base/error.h"

namespace bplf::cli {
namespace {

void add_command(BenchReport& report, const std::string& name, const std::vector<std::string>& words,
                 const BenchOptions& options, const Session& session) {
    std::vector<std::string> command{own_program()};
    command.insert(command.end(), words.begin(), words.end());
    std::vector<double> times;
    double peak = 0;
    for (int repeat = 0; repeat <= options.repeats; ++repeat) {
        throw_if_stopped(session.stop());
        const ChildResult result = run_child(command);
        if (result.exit_code != 0) throw Error(ErrorKind::kInternal, "The measured command failed.", name);
        // The first run warms the disk's cache.
        if (repeat > 0) times.push_back(1000 * result.seconds);
        peak = std::max(peak, result.peak_bytes);
    }
    report.json["results"].push_back({{"name", name},
                                      {"milliseconds", {{"median", median(times)}, {"p95", quantile(times, 0.95)}}},
                                      {"peak_bytes", peak}});
    report.keep(name, "ms", times);
    report.keep("memory: " + name, "bytes", {peak});
    report.text += name + ": " + fixed(median(times), 1) + " ms, peak memory " + bytes_text(peak) + '\n';
}

}  // namespace

BenchReport bench_startup(const BenchOptions& options, Session& session) {
    BenchReport report;
    report.subject = options.model;
    const ScratchFolder scratch;
    const std::vector<std::string> common{"--quiet", "--threads", std::to_string(session.options().threads)};
    std::vector<std::string> sample{"sample", options.model, "--count", "1", "--force", "--out", scratch / "face.png"};
    sample.insert(sample.end(), common.begin(), common.end());
    add_command(report, "bplf --version", {"--version"}, options, session);
    add_command(report, "bplf --help", {"--help"}, options, session);
    add_command(report, "bplf completion bash", {"completion", "bash"}, options, session);
    add_command(report, "bplf model info", {"model", "info", options.model}, options, session);
    add_command(report, "bplf sample, one face", sample, options, session);
    const double libtorch = peak_of_libtorch();
    report.json["libtorch_bytes"] = libtorch;
    report.text += "loading LibTorch alone takes " + bytes_text(libtorch) + '\n';
    return report;
}

}  // namespace bplf::cli
