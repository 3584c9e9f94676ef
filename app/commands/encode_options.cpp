// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf encode.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/encode.h"

namespace bplf::cli {

CLI::App& add_encode(CLI::App& app, EncodeOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("encode", "Turn photos into codes, exactly");
    add_model_argument(command, options.model);
    command.add_option("PHOTO", options.photos, "Photos, and folders of them")->required()->check(not_empty());
    command
        .add_option("-l,--label", options.label, label_help("Label or mix to encode under (default: the likeliest)"))
        ->type_name("LABEL");
    command.add_option("-o,--out", options.out, "Save the codes")->type_name("FILE.safetensors");
    command
        .add_option("--reconstruction", options.reconstruction,
                    "Save what the model saw beside its reconstruction, one row per face")
        ->type_name("FILE.png");
    command.add_flag("--keep-going", options.keep_going, "Leave out photos that fail and encode the rest");
    add_face_options(command, options.source);
    add_all_faces_option(command, options.source);
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf encode default me.jpg --out me.safetensors\n"
                 "  bplf encode default group.jpg --face 3 --reconstruction check.png\n"
                 "  bplf encode default *.jpg --detector haar,none --json");
    return command;
}

}  // namespace bplf::cli
