// SPDX-License-Identifier: GPL-3.0-or-later
// bplf bench: how fast this build is here, beside the machine's own GEMM rate and the Python peer.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct BenchOptions {
    std::string what;  ///< "sample", "train", "encode", "ops" or "startup"
    std::string model = "default";
    std::string config = "emotion-32";
    std::vector<double> batches;  ///< empty: the usual ones of `what`
    int repeats = 5;
    double seconds = 1;     ///< about how long each repeat runs
    std::string precision;  ///< of training convolutions; empty: as the configuration says
    bool peer = false;
    std::string python;  ///< interpreter with torch for --peer; empty: found
};

CLI::App& add_bench(CLI::App& app, BenchOptions& options, CommonOptions& common);
int run(const BenchOptions& options, Session& session);

}  // namespace bplf::cli
