// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf bench.
#include <CLI/CLI.hpp>

#include "app/commands/bench.h"
#include "app/commands/common.h"

namespace bplf::cli {

CLI::App& add_bench(CLI::App& app, BenchOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("bench", "Measure the speed and memory of this build here");
    command.add_option("WHAT", options.what, "What to measure")
        ->required()
        ->check(CLI::IsMember({"sample", "train", "encode", "ops", "startup"}));
    command.add_option("--model", options.model, "Model of sample, encode and startup")
        ->check(not_empty())
        ->type_name("MODEL")
        ->capture_default_str();
    command.add_option("-c,--config", options.config, "Configuration of train")
        ->check(not_empty())
        ->type_name("NAME|FILE")
        ->capture_default_str();
    add_number_list(command, "--batch", "Batch sizes (default: 1,16,64; train 64)", options.batches,
                    number_between(1, 4096), 1, 32)
        ->type_name("N,N,…");
    command.add_option("--repeats", options.repeats, "Measurements, of which the median counts")
        ->check(number_between(1, 1000))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--seconds", options.seconds, "About how long each measurement runs")
        ->check(number_between(0.01, 600))
        ->type_name("S")
        ->capture_default_str();
    command.add_option("--precision", options.precision, "Of the training convolutions")
        ->check(CLI::IsMember({"float32", "bfloat16"}));
    command.add_flag("--peer{twin}", options.peers,
                     "Run the plain PyTorch twin side by side, or --peer=LIST with normflows' and FrEIA's own Glow\n"
                     "of the same size: twin,normflows,freia (packaging/setup --peers fetches them)");
    command.add_option("--python", options.python, "Python with torch and safetensors for --peer")->type_name("FILE");
    command.add_flag("--record", options.record, "Add a line with the figures and their spread to the history");
    command.add_option("--history", options.history, "File of --record (default: the source tree's own)")
        ->check(not_empty())
        ->needs("--record")
        ->type_name("FILE");
    command
        .add_option(
            "--against", options.against,
            "Say what got slower or faster than the spread of this machine's newest record in FILE; exit code 4\n"
            "when something got slower")
        ->check(not_empty())
        ->type_name("FILE");
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command,
                 "  bplf bench sample --batch 1,16,64\n  bplf bench train --peer --json\n"
                 "  bplf bench train --config emotion-313-32 --peer=twin,normflows,freia\n"
                 "  bplf bench ops --record --history speed.jsonl\n  bplf bench ops --against speed.jsonl");
    return command;
}

}  // namespace bplf::cli
