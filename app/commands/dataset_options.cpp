// SPDX-License-Identifier: GPL-3.0-or-later
// The command lines of bplf dataset.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/dataset.h"

namespace bplf::cli {
namespace {

void add_source_options(CLI::App& command, DatasetBuildOptions& options) {
    command
        .add_option("--source", options.sources,
                    "idx:DIR, folder:DIR, fer2013:FILE.csv or cifar10:DIR; may be repeated")
        ->required()
        ->take_all()
        ->allow_extra_args(false)
        ->check(not_empty())
        ->type_name("KIND:PATH");
    command.add_option("--channels", options.channels, "1 stores grey, 3 stores red, green, blue")
        ->check(CLI::IsMember({"1", "3"}))
        ->capture_default_str();
    command.add_flag("--pad", options.pad, "Centre smaller images on black instead of enlarging them");
    command.add_option("--svd", options.svd, "Truncate the images: off, rank:K or energy:R")
        ->type_name("SVD")
        ->capture_default_str();
    command.add_option("-o,--out", options.out, "Folder for the data set")
        ->required()
        ->check(not_empty())
        ->type_name("DIR");
}

}  // namespace

CLI::App& add_dataset(CLI::App& app) {
    CLI::App& command = *app.add_subcommand("dataset", "Build data sets and look into them");
    command.group("Commands");
    command.require_subcommand(1);
    add_examples(command, "  bplf dataset build --source idx:fer2013 --size 32 --face-crop haar --out crops");
    return command;
}

CLI::App& add_dataset_build(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("build", "Clean, crop and pack sources into one file");
    command.add_option("NAME", options.name, "What to build")
        ->check(CLI::IsMember({"emotionset"}))
        ->capture_default_str();
    add_source_options(command, options);
    command.add_option("--size", options.size, "Side of the images in pixels")
        ->check(number_between(4, 1024))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--face-crop", options.face_crop, "Keep only images with a face, cut to it")
        ->check(CLI::IsMember({"haar", "mtcnn", "none"}))
        ->capture_default_str();
    command
        .add_option("--mtcnn-weights", options.mtcnn_weights,
                    "Folder with pnet.pt, rnet.pt and onet.pt (default: $BPLF_SHARED/models/mtcnn)")
        ->type_name("DIR");
    command.add_option("--margin", options.margin, "Widen the crop on each side by this share")
        ->check(number_between(-0.4, 2))
        ->type_name("SHARE")
        ->capture_default_str();
    command.add_flag("--keep-duplicates", options.keep_duplicates, "Keep images that occur twice");
    command.add_flag("--keep-blank", options.keep_blank, "Keep images without contrast");
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command,
                 "  bplf dataset build --source idx:fer2013 --size 32 --face-crop haar --out crops\n"
                 "  bplf dataset build mine --source folder:photos --size 48 --face-crop haar --out mine");
    return command;
}

CLI::App& add_dataset_import(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("import", "Pack a source as it is, without cleaning");
    options.name = "import";
    options.face_crop = "none";
    options.keep_duplicates = options.keep_blank = true;
    options.size = 0;
    add_source_options(command, options);
    command.add_option("--size", options.size, "Side of the images in pixels; 0 keeps the source's")
        ->check(number_between(0, 1024))
        ->type_name("N")
        ->capture_default_str();
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command, "  bplf dataset import --source idx:mnist --out mnist-set");
    return command;
}

CLI::App& add_dataset_info(CLI::App& dataset, DatasetInfoOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("info", "Counts per label and split, and where it came from");
    command.add_option("DATA", options.data, "Data-set file, its folder, or a source")
        ->required()
        ->check(not_empty());
    add_common_options(command, common, {});
    add_examples(command, "  bplf dataset info crops\n  bplf dataset info idx:fer2013 --json");
    return command;
}

CLI::App& add_dataset_check(CLI::App& dataset, DatasetCheckOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("check", "Check every image, label and split");
    command.add_option("DATA", options.data, "Data-set file, its folder, or a source")
        ->required()
        ->check(not_empty());
    add_common_options(command, common, {});
    add_examples(command, "  bplf dataset check crops");
    return command;
}

}  // namespace bplf::cli
