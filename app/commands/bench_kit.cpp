// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/bench_kit.h"

#include <dlfcn.h>
#include <unistd.h>

#include <ATen/Parallel.h>

#include <algorithm>

#include "app/commands/measure.h"
#include "core/base/error.h"

namespace bplf::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string peer_python(const BenchOptions& options) {
    if (!options.python.empty()) return options.python;
    const fs::path private_one = fs::path(BPLF_SOURCE_DIR) / "build" / "env" / "bin" / "python3";
    return fs::exists(private_one) ? private_one.string() : "python3";
}

std::vector<double> medians(const Repeats& repeats) {
    std::vector<double> values;
    for (const std::vector<double>& repeat : repeats) values.push_back(median(repeat));
    return values;
}

std::vector<double> joined(const Repeats& repeats) {
    std::vector<double> all;
    for (const std::vector<double>& repeat : repeats) all.insert(all.end(), repeat.begin(), repeat.end());
    return all;
}

Json side_json(double images, const Repeats& repeats) {
    const double middle = median(medians(repeats));
    return {{"milliseconds", {{"median", middle}, {"p95", quantile(joined(repeats), 0.95)}}},
            {"images_per_second", 1000 * images / middle}};
}

/// Repeat by repeat, so that what slows the machine for a while slows both sides alike.
std::vector<double> ratios_of(const Repeats& ours, const Repeats& peers) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.size(); ++i) ratios.push_back(median(peers[i]) / median(ours[i]));
    return ratios;
}

std::string side_text(const Json& side) {
    return fixed(side["milliseconds"]["median"], 2) + " ms (p95 " + fixed(side["milliseconds"]["p95"], 2) + "), " +
           fixed(side["images_per_second"], 1) + " images/s";
}

/// The file this process has LibTorch from.
std::string libtorch_file() {
    Dl_info info{};
    const auto address = reinterpret_cast<void*>(static_cast<void (*)(int)>(&at::set_num_threads));
    return dladdr(address, &info) != 0 ? info.dli_fname : "";
}

}  // namespace

void BenchReport::keep(const std::string& name, const std::string& unit, const std::vector<double>& repeats) {
    const auto [low, high] = std::minmax_element(repeats.begin(), repeats.end());
    figures.push_back({name, unit, median(repeats), *low, *high});
}

ScratchFolder::ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "bplf-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw Error(ErrorKind::kResource, "No temporary folder can be made.", name);
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code problem;
    fs::remove_all(path_, problem);
}

std::unique_ptr<JsonPeer> start_peer(const BenchOptions& options, const Session& session) {
    if (!options.peer) return nullptr;
    const fs::path script = fs::path(BPLF_SOURCE_DIR) / "tests" / "bench" / "peer.py";
    if (!fs::exists(script))
        throw_input_error("The peer is part of the source tree, which is not here.", script.string(),
                          "Leave --peer out, or run this from a build tree.");
    auto peer = std::make_unique<JsonPeer>(std::vector<std::string>{peer_python(options), "-B", script.string()});
    const nlohmann::json hello = peer->ask({{"task", "hello"}, {"threads", at::get_num_threads()}});
    session.console().detail("peer: torch " + hello["torch"].get<std::string>() + ", " +
                             std::to_string(hello["threads"].get<int>()) + " threads");
    return peer;
}

void add_row(BenchReport& report, const std::string& name, double images, double gflop_per_image, double gemm_rate,
             const Repeats& ours, const Repeats& peers) {
    Json row{{"name", name}};
    row.update(side_json(images, ours));
    const double gflops = gflop_per_image * row["images_per_second"].get<double>();
    report.text += name + ": " + side_text(row);
    if (gemm_rate > 0) {
        row["gflops"] = gflops;
        row["gemm_fraction"] = gflops / gemm_rate;
        report.text +=
            ", " + fixed(gflops, 1) + " GFLOP/s = " + fixed(100 * gflops / gemm_rate, 0) + " % of this machine's GEMM";
    }
    report.text += '\n';
    report.keep(name, "ms", medians(ours));
    if (!peers.empty()) {
        const std::vector<double> ratios = ratios_of(ours, peers);
        row["peer"] = side_json(images, peers);
        row["ratio"] = median(ratios);
        report.keep(name, "times", ratios);
        report.text +=
            "  PyTorch twin: " + side_text(row["peer"]) + "; we are " + fixed(row["ratio"], 2) + " times as fast\n";
    }
    report.json["results"].push_back(row);
}

double peak_of_command(const std::vector<std::string>& words) {
    std::vector<std::string> command{own_program()};
    command.insert(command.end(), words.begin(), words.end());
    const ChildResult result = run_child(command);
    if (result.exit_code != 0)
        throw Error(ErrorKind::kInternal, "The measured command failed.", "bplf " + words.front());
    return result.peak_bytes;
}

double peak_of_libtorch() {
    return run_child({"/bin/true"}, {"LD_PRELOAD=" + libtorch_file()}).peak_bytes;
}

void add_memory(BenchReport& report, const std::string& what, const std::vector<std::string>& words) {
    const double peak = peak_of_command(words);
    const double libtorch = peak_of_libtorch();
    report.json["memory"] = {{"what", what}, {"peak_bytes", peak}, {"libtorch_bytes", libtorch}};
    report.keep("memory: " + what, "bytes", {peak});
    report.text += "memory: " + what + " peaks at " + bytes_text(peak) +
                   " resident, of which loading LibTorch alone takes " + bytes_text(libtorch) + '\n';
}

}  // namespace bplf::cli
