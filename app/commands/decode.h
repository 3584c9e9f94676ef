// SPDX-License-Identifier: GPL-3.0-or-later
// bplf decode: codes to pictures.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct DecodeOptions {
    std::string model;
    std::string latents;
    std::vector<std::string> labels;  ///< one mix a word; "all"; empty: the one stored with the code
    std::vector<double> temperature;  ///< scales the levels; empty: as stored
    std::optional<double> intensity;  ///< of the expression, 0 to 4; absent: the one stored with the code
    std::string out;
    int scale = 1;
};

CLI::App& add_decode(CLI::App& app, DecodeOptions& options, CommonOptions& common);
int run(const DecodeOptions& options, Session& session);

}  // namespace bplf::cli
