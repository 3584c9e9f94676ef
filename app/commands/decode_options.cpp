// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf decode.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/decode.h"

namespace bplf::cli {

CLI::App& add_decode(CLI::App& app, DecodeOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("decode", "Turn codes back into pictures");
    command.add_option("MODEL", options.model, "Embedded name, .safetensors file or folder")
        ->required()
        ->check(not_empty());
    command.add_option("LATENTS", options.latents, "File saved by encode or sample --latents")
        ->required()
        ->check(not_empty());
    command
        .add_option("-l,--label", options.labels,
                    "Label, mix or all; may be repeated (default: the one stored with the code)")
        ->type_name("LABEL")
        ->take_all()
        ->allow_extra_args(false);
    CLI::Option* flat = add_number_list(command, "-t,--temperature", "Scale the code by this, 0 to 2",
                                        options.temperature, number_between(0, 2), 1, 1)
                            ->type_name("T");
    add_number_list(command, "--temperature-per-level",
                    "Scale the levels fine,…,coarse", options.temperature, number_between(0, 2), 1, 16)
        ->type_name("T,T,…")
        ->excludes(flat);
    command.add_option("--scale", options.scale, "Enlarge each pixel of a sheet this many times")
        ->check(number_between(1, 16))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("-o,--out", options.out, "A .png for one sheet, else a folder of PNGs")
        ->required()
        ->check(not_empty())
        ->type_name("PATH");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf decode default me.safetensors --label happy --out happy-me.png\n"
                 "  bplf decode default me.safetensors --label all --out strip.png");
    return command;
}

}  // namespace bplf::cli
