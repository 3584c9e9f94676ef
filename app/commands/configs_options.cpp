// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf configs.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/configs.h"

namespace bplf::cli {

CLI::App& add_configs(CLI::App& app, ConfigsOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("configs", "What can be trained, and what --set changes");
    command.add_option("CONFIG", options.config, "Name of a configuration, or a JSON file; without it, all are listed")
        ->type_name("NAME|FILE");
    command.add_option("--level", options.level, "Of a pyramid's configuration: one part")->type_name("LEVEL");
    add_common_options(command, common, {});
    add_examples(command,
                 "  bplf configs\n"
                 "  bplf configs emotion-32\n"
                 "  bplf configs emotion-128 --level chroma --json");
    return command;
}

}  // namespace bplf::cli
