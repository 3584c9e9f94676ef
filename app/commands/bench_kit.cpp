// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/bench_kit.h"

#include <dlfcn.h>
#include <unistd.h>

#include <ATen/Parallel.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/commands/measure.h"
#include "core/base/error.h"
#include "core/sample/request_text.h"

namespace bplf::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Who can be raced, and where its Python lies in a build tree.
struct KnownPeer {
    const char* word;
    const char* script;
    const char* environment;
    const char* remedy;
};
constexpr KnownPeer kPeers[] = {
    {"twin", "peer.py", "env", "Name a Python with torch, numpy and safetensors with --python."},
    {"normflows", "peer_normflows.py", "peers", "Fetch it with: packaging/setup --peers"},
    {"freia", "peer_freia.py", "peers", "Fetch it with: packaging/setup --peers"}};

const KnownPeer& known_peer(const std::string& word) {
    for (const KnownPeer& peer : kPeers)
        if (peer.word == word) return peer;
    throw_usage_error("There is no peer \"" + word + "\".", "--peer", "Known: twin, normflows, freia.");
}

std::string python_of(const KnownPeer& peer, const BenchOptions& options) {
    if (!options.python.empty()) return options.python;
    const fs::path private_one = fs::path(BPLF_SOURCE_DIR) / "build" / peer.environment / "bin" / "python3";
    if (fs::exists(private_one)) return private_one.string();
    if (std::string_view(peer.environment) == "env") return "python3";
    throw_input_error("is not there.", private_one.string(), peer.remedy);
}

Peer started(const KnownPeer& known, const BenchOptions& options, const Session& session) {
    const fs::path script = fs::path(BPLF_SOURCE_DIR) / "tests" / "bench" / known.script;
    if (!fs::exists(script))
        throw_input_error("The peer is part of the source tree, which is not here.", script.string(),
                          "Leave --peer out, or run this from a build tree.");
    Peer peer;
    peer.is_twin = std::string_view(known.word) == "twin";
    peer.program =
        std::make_unique<JsonPeer>(std::vector<std::string>{python_of(known, options), "-B", script.string()});
    const nlohmann::json hello = peer.program->ask({{"task", "hello"}, {"threads", at::get_num_threads()}});
    peer.name = hello["name"];
    session.console().detail("peer: " + peer.name + ", torch " + hello["torch"].get<std::string>() + ", " +
                             std::to_string(hello["threads"].get<int>()) + " threads");
    return peer;
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

void Peer::time(const nlohmann::json& request) {
    const nlohmann::json answer = program->ask(request);
    repeats.push_back(answer.at("milliseconds"));
    parameters = answer.value("parameters", std::int64_t{0});
}

std::vector<Peer> start_peers(const BenchOptions& options, const Session& session) {
    std::vector<Peer> peers;
    if (options.peers.empty()) return peers;
    for (const std::string& word : text::split(options.peers, ','))
        peers.push_back(started(known_peer(word), options, session));
    return peers;
}

JsonPeer* twin_of(std::vector<Peer>& peers) {
    for (Peer& peer : peers)
        if (peer.is_twin) return peer.program.get();
    return nullptr;
}

void add_row(BenchReport& report, const std::string& name, double images, double gflop_per_image, double gemm_rate,
             const Repeats& ours, std::vector<Peer>& peers) {
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
    for (Peer& peer : peers) {
        const Repeats theirs = std::exchange(peer.repeats, {});
        const std::vector<double> ratios = ratios_of(ours, theirs);
        Json side{{"name", peer.name}, {"ratio", median(ratios)}};
        if (!peer.is_twin) side["parameters"] = peer.parameters;
        side.update(side_json(images, theirs));
        report.keep(peer.is_twin ? name : name + " beside " + peer.name, "times", ratios);
        report.text += "  " + peer.name +
                       (peer.is_twin ? "" : ", " + std::to_string(peer.parameters) + " parameters of its own") + ": " +
                       side_text(side) + "; we are " + fixed(median(ratios), 2) + " times as fast\n";
        row["peers"].push_back(std::move(side));
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
