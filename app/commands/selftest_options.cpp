// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf selftest.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/selftest.h"

namespace bplf::cli {

CLI::App& add_selftest(CLI::App& app, SelftestOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("selftest", "Check invertibility, determinism and devices here");
    command.add_option("MODEL", options.model, "Model to check")->check(not_empty())->capture_default_str();
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command, "  bplf selftest\n  bplf selftest --device cuda --json");
    return command;
}

}  // namespace bplf::cli
