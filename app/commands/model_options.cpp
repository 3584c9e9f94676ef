// SPDX-License-Identifier: GPL-3.0-or-later
// The command lines of bplf model.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/drawing_options.h"
#include "app/commands/model.h"

namespace bplf::cli {

CLI::App& add_model(CLI::App& app) {
    CLI::App& command = *app.add_subcommand("model", "Look into checkpoints, check and compare them");
    command.group("Commands");
    command.require_subcommand(1);
    add_examples(command, "  bplf model info default\n  bplf model verify runs/a/best");
    return command;
}

CLI::App& add_model_info(CLI::App& model, ModelInfoOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("info", "What a checkpoint says of itself");
    add_model_argument(command, options.model);
    command.add_flag("--tensors", options.tensors, "List every tensor with its statistics");
    add_common_options(command, common, {});
    add_examples(command, "  bplf model info default\n  bplf model info runs/a/best --tensors --json");
    return command;
}

CLI::App& add_model_tensors(CLI::App& model, ModelTensorsOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("tensors", "What the numbers of each tensor are like");
    add_model_argument(command, options.model);
    command.add_option("--filter", options.filter, "Only tensors with this in their names")->type_name("TEXT");
    command.add_option("--bins", options.bins, "Steps of each histogram, with --json")
        ->check(number_between(1, 1000))
        ->capture_default_str()
        ->type_name("N");
    add_common_options(command, common, {});
    add_examples(command, "  bplf model tensors default\n  bplf model tensors runs/a/best --filter bias --json");
    return command;
}

CLI::App& add_model_verify(CLI::App& model, ModelVerifyOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("verify", "Check a checkpoint: file, weights, network");
    add_model_argument(command, options.model);
    command.add_option("--sha256", options.sha256, "What the file must hash to")->type_name("HEX");
    command.add_flag("--quick", options.quick, "Only the file; do not run the network");
    add_common_options(command, common, {.compute = true, .seed = true});
    add_examples(command, "  bplf model verify default\n  bplf model verify runs/a/last --json");
    return command;
}

CLI::App& add_model_compare(CLI::App& model, ModelCompareOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("compare", "What two checkpoints differ in");
    add_model_argument(command, options.first, "FIRST");
    add_model_argument(command, options.second, "SECOND");
    add_common_options(command, common, {});
    add_examples(command, "  bplf model compare default runs/a/best");
    return command;
}

CLI::App& add_model_convert(CLI::App& model, ModelConvertOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("convert", "Store a copy in another precision, or with other defaults");
    add_model_argument(command, options.model);
    command.add_option("--dtype", options.dtype, "Of the stored weights")
        ->check(CLI::IsMember({"float32", "float16"}))
        ->capture_default_str();
    add_number_list(command, "--temperature-per-level", "Default temperatures fine,…,coarse of the copy",
                    options.own.temperature, number_between(0, 2), 1, 16)
        ->type_name("T,T,…");
    add_intensity_option(command, "--intensity", options.own.intensity,
                         "Default intensity of expressions of the copy, 0 to 4");
    command.add_option("--licence", options.licence, "Of the weights")->check(not_empty())->type_name("TEXT");
    command.add_option("-o,--out", options.out, "Checkpoint to write")
        ->required()
        ->check(not_empty())
        ->type_name("FILE.safetensors");
    add_common_options(command, common, {.force = true});
    add_examples(
        command,
        "  bplf model convert runs/a/best --dtype float16 --out small.safetensors\n"
        "  bplf model convert runs/a/best --temperature-per-level 0.3,0.3,0.9 --intensity 2 --out a.safetensors");
    return command;
}

CLI::App& add_model_assemble(CLI::App& model, ModelAssembleOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("assemble", "Put a base and its levels together as one model");
    command.add_option("--base", options.base, "The model of the smallest images")->required()->type_name("MODEL");
    command.add_option("--level", options.levels, "A level: its run (the best checkpoint), or a file; may be repeated")
        ->required()
        ->type_name("RUN|FILE");
    command.add_option("--name", options.name, "What the model calls itself")
        ->check(not_empty())
        ->capture_default_str()
        ->type_name("NAME");
    command.add_option("-o,--out", options.out, "Checkpoint to write")
        ->required()
        ->check(not_empty())
        ->type_name("FILE.safetensors");
    add_common_options(command, common, {.force = true});
    add_examples(command,
                 "  bplf model assemble --base emotion-32 --level runs/chroma --level runs/64 --level runs/128 \\\n"
                 "      --name emotion-128 --out emotion-128.safetensors");
    return command;
}

CLI::App& add_model_even_light(CLI::App& model, ModelEvenLightOptions& options, CommonOptions& common) {
    CLI::App& command = *model.add_subcommand("even-light", "Take out of each label how bright and contrasty it draws");
    add_model_argument(command, options.model);
    command.add_option("--codes", options.codes, "Faces drawn under each label to measure it")
        ->check(number_between(1, 100000))
        ->type_name("N")
        ->capture_default_str();
    add_intensity_option(command, "--intensity", options.intensity,
                         "Where light is evened, 0 to 4 (default: the model's own intensity)");
    command.add_option("-o,--out", options.out, "Checkpoint to write")
        ->required()
        ->check(not_empty())
        ->type_name("FILE.safetensors");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command, "  bplf model even-light runs/a/best --out even.safetensors");
    return command;
}

}  // namespace bplf::cli
