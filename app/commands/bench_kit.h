// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks share: the Python peer, rows of results, and a place for what they write.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/commands/bench.h"
#include "app/commands/bench_history.h"
#include "app/commands/child.h"
#include "app/commands/session.h"

namespace bplf::cli {

/// The JSON object and the text of a benchmark, filled row by row.
struct BenchReport {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    std::string text;
    std::string subject;               ///< model or configuration
    std::vector<BenchFigure> figures;  ///< the numbers that a history keeps

    /// Adds a figure: the median of the repeats, and between which they lie. Precondition: not empty.
    void keep(const std::string& name, const std::string& unit, const std::vector<double>& repeats);
};

/// An empty folder that is gone when the benchmark is over.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

/// One side of an interleaved comparison: milliseconds per call, one list per repeat.
using Repeats = std::vector<std::vector<double>>;

/// A Python program that does the same work, and how long its calls took.
struct Peer {
    std::string name;      ///< as it calls itself: "PyTorch twin", "normflows 1.7.3"
    bool is_twin = false;  ///< the same architecture, which must give the same numbers; otherwise one of the same size
    std::unique_ptr<JsonPeer> program;
    std::int64_t parameters = 0;  ///< of its model, where that is not ours
    Repeats repeats;

    /// Asks for one repeat: "milliseconds" of its calls.
    void time(const nlohmann::json& request);
};

/// Those of --peer, started with the session's threads. Error(kUsage) for a name that is none, kInput when a script or
/// a Python with what it needs is not there.
std::vector<Peer> start_peers(const BenchOptions& options, const Session& session);
/// The twin among them, or nullptr.
JsonPeer* twin_of(std::vector<Peer>& peers);

/// Adds a row of calls that make `images` each: median and p95 milliseconds, images/s, the share of the
/// GEMM rate; for each peer its numbers and the median of the ratios of medians (above 1: faster), and takes its
/// repeats.
void add_row(BenchReport& report, const std::string& name, double images, double gflop_per_image, double gemm_rate,
             const Repeats& ours, std::vector<Peer>& peers);

/// Peak memory of the command `words` of this program, run as a process of its own.
double peak_of_command(const std::vector<std::string>& words);
/// Peak memory of a process that loads LibTorch's CPU library and does nothing.
double peak_of_libtorch();
/// Adds "memory" to the report: the peak of the command and LibTorch's part of it.
void add_memory(BenchReport& report, const std::string& what, const std::vector<std::string>& words);

/// The benchmarks by name.
BenchReport bench_sample(const BenchOptions& options, Session& session);
BenchReport bench_train(const BenchOptions& options, Session& session);
BenchReport bench_encode(const BenchOptions& options, Session& session);
BenchReport bench_ops(const BenchOptions& options, Session& session);
BenchReport bench_startup(const BenchOptions& options, Session& session);

}  // namespace bplf::cli
