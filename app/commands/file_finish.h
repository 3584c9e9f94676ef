// SPDX-License-Identifier: GPL-3.0-or-later
// bplf match and mask: what stimulus sets do to their pictures, for pictures that exist already.
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

struct MaskOptions {
    std::string shape = "none";  ///< none, oval, ellipse
    std::vector<double> axes{}, centre{};
    double edge = 4, scale = 1;
};

struct MatchFilesOptions {
    std::vector<std::string> files;
    std::string out;
    MaskOptions mask;
    std::optional<double> mean, sd;
    bool histogram = false;
};

struct MaskFilesOptions {
    std::vector<std::string> files;
    std::string out;
    MaskOptions mask{.shape = "oval"};
    int background = 128;
};

CLI::App& add_match(CLI::App& app, MatchFilesOptions& options, CommonOptions& common);
CLI::App& add_mask(CLI::App& app, MaskFilesOptions& options, CommonOptions& common);
int run(const MatchFilesOptions& options, Session& session);
int run(const MaskFilesOptions& options, Session& session);

}  // namespace bplf::cli
