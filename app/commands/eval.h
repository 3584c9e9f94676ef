// SPDX-License-Identifier: GPL-3.0-or-later
// bplf eval: bits per dimension of a model on a split of a data set.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct EvalOptions {
    std::string model;
    std::string data;
    std::string split = "validation";
    std::string svd = "off";   ///< "off", "rank:K" or "energy:R"
    int draws = 1;             ///< dequantisation draws per image
    int batch = 64;
    int limit = 0;             ///< only the first so many images; 0: all
};

CLI::App& add_eval(CLI::App& app, EvalOptions& options, CommonOptions& common);
int run(const EvalOptions& options, Session& session);

}  // namespace bplf::cli
