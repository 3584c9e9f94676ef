// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf reproduce.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/reproduce.h"

namespace bplf::cli {

CLI::App& add_reproduce(CLI::App& app, ReproduceOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand(
        "reproduce", "Train and measure the paper's tables and figures anew, at one budget for every row");
    command.add_option("TARGET", options.targets, "table3, table4, table5, figure7, figure8, figure9, figure10")
        ->required()
        ->check(CLI::IsMember({"table3", "table4", "table5", "figure7", "figure8", "figure9", "figure10"}));
    command.add_option("--data-root", options.data_root, "Folder with mnist, cifar10, and emotionset or fer2013")
        ->required()
        ->check(not_empty())
        ->type_name("DIR");
    command
        .add_option("-b,--budget", options.budget,
                    "Time for everything (20min, 2h) or images for each training (20kimages)")
        ->required()
        ->check(not_empty())
        ->type_name("BUDGET");
    command
        .add_option("-o,--out", options.out, "Folder of the report and its trainings; the same command goes on in it")
        ->required()
        ->check(not_empty())
        ->type_name("DIR");
    command.add_option("--datasets", options.sets, "Only these data sets")
        ->delimiter(',')
        ->check(CLI::IsMember({"mnist", "cifar10", "faces"}))
        ->type_name("NAME,…");
    command
        .add_option(
            "--seeds", options.seeds,
            "Trainings of each row (default: 3, or 1 at a small budget); more can be added to a budget in images")
        ->check(number_between(1, 100))
        ->type_name("N");
    command.add_option("--scale", options.scale, "Configurations of this size: <system>-<scale>")
        ->check(not_empty())
        ->type_name("NAME")
        ->capture_default_str();
    command.add_option("--batch", options.batch, "Images per step")
        ->check(number_between(1, 65536))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--classifier", options.classifier, "Judge of drawn faces: name, file or folder; none: no judging")
        ->check(not_empty())
        ->type_name("MODEL")
        ->capture_default_str();
    add_common_options(command, common, {.compute = true});
    add_examples(command,
                 "  bplf reproduce table3 --budget 20min --data-root data --out table3\n"
                 "  bplf reproduce table4 table5 figure7 figure8 figure9 figure10 --budget 100kimages --scale 32 "
                 "--data-root data --out paper");
    return command;
}

}  // namespace bplf::cli
