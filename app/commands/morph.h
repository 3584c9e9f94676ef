// SPDX-License-Identifier: GPL-3.0-or-later
// bplf morph: a film through keys, as GIF, MP4 or numbered PNGs.
#pragma once

#include <string>
#include <vector>

#include "core/publish/saved_size.h"
#include "core/sample/request.h"

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct MorphOptions {
    std::string model;
    std::vector<std::string> keys;  ///< "seed:1;label=happy;temperature=0.7;easing=ease-in"
    int frames = 48;
    double fps = 12;
    std::string path = "slerp";
    bool loop = false;
    std::string out;
    SavedSize size;
    DrawnAs as;
};

CLI::App& add_morph(CLI::App& app, MorphOptions& options, CommonOptions& common);
int run(const MorphOptions& options, Session& session);

}  // namespace bplf::cli
