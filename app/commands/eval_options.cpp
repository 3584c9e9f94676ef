// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf eval.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/eval.h"

namespace bplf::cli {
namespace {

void add_measures(CLI::App& command, EvalOptions& options) {
    command
        .add_option("--importance", options.importance,
                    "Draws per image of the importance-weighted bound; 0 leaves it out")
        ->check(number_between(0, 100000))
        ->type_name("K")
        ->capture_default_str();
    command.add_option("--invert", options.invert, "Encode and decode the first so many images; 0 leaves it out")
        ->check(number_between(0, 1e9))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--labels-used", options.labels_used,
                    "Whether the model uses its label: the first so many images under every label")
        ->check(number_between(0, 1e9))
        ->type_name("N")
        ->capture_default_str();
}

void add_sample_options(CLI::App& command, EvalOptions& options) {
    command
        .add_option("--samples", options.samples,
                    "Draw so many faces, labels as frequent as in the data, and compare them with it")
        ->check(number_between(2, 100000))
        ->type_name("N");
    command.add_option("--classifier", options.classifier, "Judge of the faces: name, file or folder")
        ->check(not_empty())
        ->type_name("MODEL")
        ->capture_default_str();
    add_look_options(command, options.look,
                     {.flat = "Of the faces, all levels, 0 to 2",
                      .per_level = "Of the faces, fine,…,coarse (default: the model's own)",
                      .intensity = "Of their expressions, 0 to 4 (default: the model's own)",
                      .short_name = false});
}

}  // namespace

CLI::App& add_eval(CLI::App& app, EvalOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand(
        "eval", "Measure a model on a data set: bits per dimension, inversion, labels, drawn faces");
    add_model_argument(command, options.model);
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
    command.add_option("--batch", options.batch, "Images at once; changes no more of the result than its last digits")
        ->check(number_between(1, 4096))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--limit", options.limit, "Only the first so many images; 0 is all")
        ->check(number_between(0, 1e9))
        ->type_name("N")
        ->capture_default_str();
    add_measures(command, options);
    add_sample_options(command, options);
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command,
                 "  bplf eval emotion-32 --data crops.safetensors --split validation\n"
                 "  bplf eval runs/a/best --data idx:fer2013 --split validation --draws 5 --json\n"
                 "  bplf eval emotion-32 --data crops --labels-used 256 --importance 16\n"
                 "  bplf eval emotion-32 --data crops --samples 512 --temperature 0.7");
    return command;
}

}  // namespace bplf::cli
