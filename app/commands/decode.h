// SPDX-License-Identifier: GPL-3.0-or-later
// bplf decode: codes to pictures.
#pragma once

#include <string>
#include <vector>

#include "core/publish/saved_size.h"
#include "core/sample/look.h"
#include "core/sample/request.h"

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
    Look look;                        ///< temperature and intensity; what is not asked for is the code's own
    std::string out;
    SavedSize size;
    DrawnAs as;
};

CLI::App& add_decode(CLI::App& app, DecodeOptions& options, CommonOptions& common);
int run(const DecodeOptions& options, Session& session);

}  // namespace bplf::cli
