// SPDX-License-Identifier: GPL-3.0-or-later
// bplf selftest: does the default model invert, repeat itself and agree between devices, here?
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct SelftestOptions {
    std::string model = "default";
};

CLI::App& add_selftest(CLI::App& app, SelftestOptions& options, CommonOptions& common);
int run(const SelftestOptions& options, Session& session);

}  // namespace bplf::cli
