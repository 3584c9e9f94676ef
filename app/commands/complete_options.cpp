// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf enlarge and colourise.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/complete.h"
#include "app/commands/drawing_options.h"

namespace bplf::cli {
namespace {

void add_what_both_have(CLI::App& command, CompletePhotos& options) {
    add_model_argument(command, options.model);
    command.add_option("PHOTO", options.photos, "Photos, and folders of them")->required()->check(not_empty());
    command
        .add_option("--given", options.given,
                    "Take the face at this of the model's sizes (default: the largest that it has pixels for)")
        ->check(number_between(1, kLargestPicture))
        ->type_name("N");
    command.add_flag("--keep-going", options.keep_going, "Leave out photos that fail and go on with the rest");
    add_picture_options(command, options.saved, options.out);
    add_face_options(command, options.source);
    add_all_faces_option(command, options.source);
}

}  // namespace

CLI::App& add_enlarge(CLI::App& app, EnlargeOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("enlarge", "Draw details that a small face may have had");
    add_what_both_have(command, options);
    command.add_option("--size", options.size, "Draw up to this of the model's sizes (default: its largest)")
        ->check(number_between(1, kLargestPicture))
        ->type_name("N");
    command.add_flag("--colour", options.colour, "Draw colours too where the photo is grey");
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command,
                 "  bplf enlarge default small.png --seed 3 --out large.png\n"
                 "  bplf enlarge default group.jpg --all-faces --colour --out faces/\n"
                 "  bplf enlarge default me.jpg --given 32 --out drawn.png");
    return command;
}

CLI::App& add_colourise(CLI::App& app, ColouriseOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("colourise", "Draw colours that a grey face may have had");
    add_what_both_have(command, options);
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command,
                 "  bplf colourise default 1927.jpg --all-faces --out faces/\n"
                 "  bplf colourise default grey.png --seed 5 --pixels 256 --out colour.png");
    return command;
}

}  // namespace bplf::cli
