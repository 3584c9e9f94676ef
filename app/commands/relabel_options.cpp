// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf relabel.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/relabel.h"

namespace bplf::cli {

CLI::App& add_relabel(CLI::App& app, RelabelOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("relabel", "Give the face in a photo another expression");
    add_model_argument(command, options.model);
    command.add_option("PHOTO", options.photos, "Photos, and folders of them")->required()->check(not_empty());
    command.add_option("--to", options.to, label_help("Label, mix, or all for a strip of every label"))
        ->required()
        ->check(not_empty())
        ->type_name("LABEL");
    command.add_option("--from", options.from, label_help("What the photo shows (default: the likeliest label)"))
        ->type_name("LABEL");
    add_intensity_option(command, "--strength", options.strength,
                         "How far to go from --from to --to; above 1, up to 4, exaggerates "
                         "(default: the model's own intensity)");
    command.add_flag("--paste-back", options.paste_back,
                     "Save the photo with the changed face at its place, size and angle");
    add_picture_options(command, options.size, options.out);
    add_face_options(command, options.source);
    add_all_faces_option(command, options.source);
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf relabel default me.jpg --to surprise --out surprised.png\n"
                 "  bplf relabel default me.jpg --from neutral --to happy --strength 0.6 --out smile.png\n"
                 "  bplf relabel default me.jpg --to happy --paste-back --out me-happy.png\n"
                 "  bplf relabel default group.jpg --all-faces --to happy --paste-back --out all-happy.png\n"
                 "  bplf relabel default photos/ --to surprise --out surprised/\n"
                 "  bplf relabel default me.jpg --to all --scale 4 --out strip.png");
    return command;
}

}  // namespace bplf::cli
