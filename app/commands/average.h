// SPDX-License-Identifier: GPL-3.0-or-later
// bplf average and continuum: faces between faces.
#pragma once

#include <string>
#include <vector>

#include "core/publish/saved_size.h"

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct AverageOptions {
    std::string model;
    std::vector<std::string> files;
    std::string of = "codes";  ///< codes or pixels
    std::string label;         ///< empty: the mean of the faces' own
    std::string out;
    SavedSize size;
};

struct ContinuumOptions {
    std::string model, from, to;
    int step = 10;  ///< percent
    std::string out;
    SavedSize size;
};

CLI::App& add_average(CLI::App& app, AverageOptions& options, CommonOptions& common);
CLI::App& add_continuum(CLI::App& app, ContinuumOptions& options, CommonOptions& common);
int run(const AverageOptions& options, Session& session);
int run(const ContinuumOptions& options, Session& session);

}  // namespace bplf::cli
