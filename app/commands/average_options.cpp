// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf average and continuum.
#include <CLI/CLI.hpp>

#include "app/commands/average.h"
#include "app/commands/common.h"
#include "app/commands/drawing_options.h"

namespace bplf::cli {

CLI::App& add_average(CLI::App& app, AverageOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("average", "Average faces: their codes, or their pixels");
    add_model_argument(command, options.model);
    command.add_option("FACE", options.files, "Pictures with a recipe, photos, or codes (.safetensors)")
        ->required()
        ->check(not_empty());
    command
        .add_option("--of", options.of,
                    "codes (one clear face in the middle of them) or pixels (blended pictures of one size)")
        ->check(CLI::IsMember({"codes", "pixels"}))
        ->capture_default_str();
    command
        .add_option("--label", options.label,
                    label_help("Of codes: draw it with this label or mix (default: the mean of the faces')"))
        ->type_name("LABEL");
    add_picture_options(command, options.size, options.out);
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf average default set/happy_*_100.png --out happy.png\n"
                 "  bplf average default set/happy_*_100.png --of pixels --out happy-pixels.png");
    return command;
}

CLI::App& add_continuum(CLI::App& app, ContinuumOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("continuum", "Go from one face to another in exact percent steps");
    const char* source = "Picture with a recipe, photo, codes (.safetensors), or a key as of bplf morph";
    add_model_argument(command, options.model);
    command.add_option("--from", options.from, source)->required()->check(not_empty())->type_name("FACE");
    command.add_option("--to", options.to, source)->required()->check(not_empty())->type_name("FACE");
    command.add_option("--step", options.step, "Percent from face to face, a whole part of 100")
        ->check(CLI::IsMember({1, 2, 4, 5, 10, 20, 25, 50, 100}))
        ->type_name("P")
        ->capture_default_str();
    add_picture_options(command, options.size, options.out);
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf continuum default --from \"seed:7;label=neutral\" --to \"seed:7;label=happy\" --step 5 --out "
                 "strip.png\n"
                 "  bplf continuum default --from a.jpg --to b.jpg --pixels 256 --out steps");
    return command;
}

}  // namespace bplf::cli
