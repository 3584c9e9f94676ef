// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf decode.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/decode.h"
#include "app/commands/drawing_options.h"

namespace bplf::cli {

CLI::App& add_decode(CLI::App& app, DecodeOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("decode", "Turn codes back into pictures");
    add_model_argument(command, options.model);
    command.add_option("LATENTS", options.latents, "File saved by encode or sample --latents")
        ->required()
        ->check(not_empty());
    command
        .add_option("-l,--label", options.labels,
                    label_help("Label, mix or all; may be repeated (default: the one stored with the code)"))
        ->type_name("LABEL")
        ->take_all()
        ->allow_extra_args(false);
    add_look_options(command, options.look,
                     {.flat = "Scale the code by this, 0 to 2",
                      .per_level = "Scale the levels fine,…,coarse",
                      .intensity = "Of the expression, 0 to 4 (default: the one stored with the code)"});
    add_drawn_options(command, options.as);
    add_picture_options(command, options.size, options.out);
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf decode default me.safetensors --label happy --out happy-me.png\n"
                 "  bplf decode default me.safetensors --label all --out strip.png");
    return command;
}

}  // namespace bplf::cli
