// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf train.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/train.h"

namespace bplf::cli {

CLI::App& add_train(CLI::App& app, TrainOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("train", "Train a model");
    command.add_option("-c,--config", options.config, "Name of a configuration, or a JSON file")
        ->type_name("NAME|FILE");
    command
        .add_option("--level", options.level,
                    "Of a pyramid's configuration: the part to train, base, chroma or the side of a level's images")
        ->type_name("LEVEL");
    command
        .add_option("--set", options.settings,
                    "Change one value of the configuration or of the training; may be repeated")
        ->take_all()
        ->allow_extra_args(false)
        ->type_name("KEY=VALUE");
    command.add_option("-d,--data", options.data, "Data-set file or source (with --resume: as before)")
        ->type_name("DATA");
    command.add_option("-o,--out", options.out, "Run folder")->required()->check(not_empty())->type_name("RUN");
    command.add_flag("--resume", options.resume, "Go on with the run in --out where it stopped");
    command.add_option("--warm-start", options.warm_start, "Start from the weights of this model")->type_name("MODEL");
    CLI::Option* steps = command.add_option("--steps", options.steps, "Train up to this step")
                             ->check(number_between(1, 1e12))
                             ->type_name("N");
    command.add_option("--epochs", options.epochs, "Train for this many passes over the data")
        ->check(number_between(0.0001, 1e6))
        ->type_name("N")
        ->excludes(steps);
    command.add_option("--minutes", options.minutes, "Stop, with a checkpoint, after this long")
        ->check(number_between(0.01, 1e6))
        ->type_name("N");
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command,
                 "  bplf train --config emotion-32 --data crops.safetensors --out runs/a --steps 20000\n"
                 "  bplf train --out runs/a --resume --minutes 60\n"
                 "  bplf train --config emotion-128 --level chroma --data colour128 --out runs/chroma\n"
                 "  bplf train --config emotion-32 --set width=32 --set batch_size=128 --data crops --out runs/b");
    return command;
}

}  // namespace bplf::cli
