// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf sample.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/sample.h"

namespace bplf::cli {

CLI::App& add_sample(CLI::App& app, SampleOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("sample", "Draw faces from seeds");
    command.add_option("MODEL", options.model, "Embedded name, .safetensors file or folder (default: default)")
        ->check(not_empty());
    command
        .add_option("-l,--label", options.labels,
                    label_help("happy, or a mix happy=0.6,surprise=0.4, or all (one row per label); may be repeated"))
        ->type_name("LABEL")
        ->take_all()
        ->allow_extra_args(false);
    command.add_option("-n,--count", options.count, "Faces per label")
        ->check(number_between(1, 4096))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--columns", options.columns, "Columns of a sheet with one label; 0 chooses")
        ->check(number_between(0, 4096))
        ->type_name("N");
    add_look_options(
        command, options.look,
        {.flat = "One temperature for all levels, 0 to 2",
         .per_level = "Temperatures fine,…,coarse (default: the model's own)",
         .intensity = "Of the expression: 0 none, 1 as learned, up to 4 beyond it (default: the model's own)"});
    command.add_option("--recipe", options.recipe, "Draw again what this PNG was drawn from")->type_name("FILE.png");
    command.add_option("--latents", options.latents, "Save the codes of the faces too")->type_name("FILE.safetensors");
    add_drawn_options(command, options.as);
    command
        .add_option("--best-of", options.best_of,
                    "Of so many faces for each place keep the one that a classifier reads best as its label")
        ->check(number_between(1, kMostCandidates))
        ->type_name("N");
    command.add_option("--classifier", options.classifier, "Which one, with --best-of: name, file or folder")
        ->check(not_empty())
        ->type_name("MODEL")
        ->capture_default_str();
    add_picture_options(command, options.size, options.out);
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command,
                 "  bplf sample default --label happy --count 16 --seed 7 --out happy.png\n"
                 "  bplf sample default --label all --count 8 --out sheet.png\n"
                 "  bplf sample emotion-32 --label happy=0.6,surprise=0.4 --temperature-per-level 0.3,0.3,0.9 "
                 "--out faces/\n"
                 "  bplf sample default --label fear --count 8 --best-of 16 --out fear.png\n"
                 "  bplf sample --recipe happy.png --out again.png");
    return command;
}

}  // namespace bplf::cli
