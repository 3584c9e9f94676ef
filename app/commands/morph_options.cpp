// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf morph.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/morph.h"

namespace bplf::cli {

CLI::App& add_morph(CLI::App& app, MorphOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("morph", "Make a film from face to face");
    add_model_argument(command, options.model);
    command
        .add_option("-k,--key", options.keys,
                    label_help("seed:N, latent:FILE or photo:FILE, then any of ;label=… ;temperature=… ;intensity=… "
                               ";easing=… ;at=FRAME ;hold=FRAMES; at least two"))
        ->required()
        ->take_all()
        ->allow_extra_args(false)
        ->check(not_empty())
        ->type_name("KEY");
    command.add_option("--frames", options.frames, "Frames of the whole film")
        ->check(number_between(2, 10000))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--fps", options.fps, "Frames per second")
        ->check(number_between(1, 50))
        ->type_name("F")
        ->capture_default_str();
    command.add_option("--path", options.path, "How codes are interpolated")
        ->check(CLI::IsMember({"slerp", "linear"}))
        ->capture_default_str();
    command.add_flag("--loop", options.loop, "Come back to the first key");
    add_drawn_options(command, options.as);
    add_size_options(command, options.size, "Enlarge each pixel this many times");
    add_out_option(command, options.out, "A .gif or .mp4, else a folder of numbered PNGs");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf morph default --key 'seed:1;label=sad' --key 'seed:1;label=happy' --out smile.gif\n"
                 "  bplf morph default --key seed:1 --key latent:me.safetensors --frames 60 --loop --scale 8 "
                 "--out me.mp4");
    return command;
}

}  // namespace bplf::cli
