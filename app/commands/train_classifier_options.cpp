// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf train-classifier.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/train_classifier.h"

namespace bplf::cli {

CLI::App& add_train_classifier(CLI::App& app, TrainClassifierOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("train-classifier", "Train the emotion classifier that judges drawn faces");
    command.add_option("-d,--data", options.data, "Data-set file or source (with --resume: as before)")
        ->type_name("DATA");
    command.add_option("-o,--out", options.out, "Run folder")->required()->check(not_empty())->type_name("RUN");
    CLI::Option* resume = command.add_flag("--resume", options.resume, "Go on with the run in --out where it stopped");
    command.add_option("--steps", options.steps, "Train up to this step (default: 12000)")
        ->check(number_between(1, 1e12))
        ->type_name("N");
    command.add_option("--minutes", options.minutes, "Stop, with a checkpoint, after this long")
        ->check(number_between(0.01, 1e6))
        ->type_name("N");
    command.add_option("--batch", options.batch, "Images per step (default: 64)")
        ->check(number_between(2, 65536))
        ->type_name("N")
        ->excludes(resume);
    command.add_option("--width", options.width, "Channels of the first stage (default: 32)")
        ->check(number_between(1, 512))
        ->type_name("N")
        ->excludes(resume);
    command.add_option("--learning-rate", options.learning_rate, "At its peak (default: 0.002)")
        ->check(number_between(1e-9, 1))
        ->type_name("RATE")
        ->excludes(resume);
    command.add_option("--size", options.size, "Side to resize a source's images to; a built set has its own")
        ->check(number_between(16, 256))
        ->type_name("PIXELS")
        ->excludes(resume);
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command,
                 "  bplf train-classifier --data crops --out runs/judge --steps 12000\n"
                 "  bplf train-classifier --out runs/judge --resume --minutes 30\n"
                 "  bplf eval emotion-32 --data crops --samples 512 --classifier runs/judge/best");
    return command;
}

}  // namespace bplf::cli
