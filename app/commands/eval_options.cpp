// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf eval.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/eval.h"

namespace bplf::cli {

CLI::App& add_eval(CLI::App& app, EvalOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("eval", "Measure bits per dimension on a data set");
    command.add_option("MODEL", options.model, "Embedded name, .safetensors file or folder")
        ->required()
        ->check(not_empty());
    command.add_option("-d,--data", options.data, "Data-set file or source (idx:DIR, folder:DIR, fer2013:FILE)")
        ->required()
        ->check(not_empty())
        ->type_name("DATA");
    command.add_option("-s,--split", options.split, "Which part of the data")
        ->check(CLI::IsMember({"train", "validation", "test"}))
        ->capture_default_str();
    command.add_option("--svd", options.svd, "Truncate the images first: off, rank:K or energy:R")
        ->type_name("SVD")
        ->capture_default_str();
    command.add_option("--draws", options.draws, "Dequantisation noises per image, averaged")
        ->check(number_between(1, 1000))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--batch", options.batch, "Images at once; does not change the result")
        ->check(number_between(1, 4096))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--limit", options.limit, "Only the first so many images; 0 is all")
        ->check(number_between(0, 1e9))
        ->type_name("N")
        ->capture_default_str();
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command,
                 "  bplf eval default --data crops.safetensors --split validation\n"
                 "  bplf eval runs/a/best --data idx:fer2013 --split validation --draws 5 --json");
    return command;
}

}  // namespace bplf::cli
