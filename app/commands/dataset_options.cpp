// SPDX-License-Identifier: GPL-3.0-or-later
// The command lines of bplf dataset.
#include <CLI/CLI.hpp>
#include <map>
#include <utility>

#include "app/commands/common.h"
#include "app/commands/dataset.h"
#include "core/collect/source_description.h"

namespace bplf::cli {
namespace {

void add_source_options(CLI::App& command, DatasetBuildOptions& options) {
    command
        .add_option("--source", options.sources,
                    "A collection: its kind, a colon and its place, or the place alone where the kind can be told by "
                    "the names in it; may be repeated. @train, @validation or @test behind it states its split")
        ->required()
        ->take_all()
        ->allow_extra_args(false)
        ->check(not_empty())
        ->type_name("[KIND:]PATH");
    command.add_option("--channels", options.channels, "1 stores grey, 3 stores red, green, blue")
        ->check(CLI::IsMember({"1", "3"}))
        ->capture_default_str();
    command.add_flag("--pad", options.pad, "Centre smaller images on black instead of enlarging them");
    command.add_option("--svd", options.svd, "Truncate the images: off, rank:K or energy:R")
        ->type_name("SVD")
        ->capture_default_str();
    command
        .add_option("--split", options.split,
                    "Percentages of train, validation and test for sources without splits "
                    "(default: 90/5/5; emotionset: 80/10/10)")
        ->check(not_empty())
        ->type_name("A/B/C");
    command.add_option("-o,--out", options.out, "Folder for the data set")
        ->required()
        ->check(not_empty())
        ->type_name("DIR");
}

/// The choices that the kinds offer, with the kinds that offer each.
std::map<std::string, std::pair<SourceOption, std::string>> source_choices() {
    std::map<std::string, std::pair<SourceOption, std::string>> choices;
    for (const SourceDescription& kind : source_descriptions()) {
        for (const SourceOption& option : kind.options) {
            auto& [shown, kinds] = choices.try_emplace(option.name, option, "").first->second;
            kinds += (kinds.empty() ? "" : ", ") + kind.kind;
        }
    }
    return choices;
}

/// How single collections are read.
void add_collection_options(CLI::App& command, DatasetBuildOptions& options) {
    for (const auto& [name, choice] : source_choices()) {
        const auto& [option, kinds] = choice;
        CLI::Option* added = command.add_option("--" + name, options.source_choices[name], kinds + ": " + option.help)
                                 ->check(not_empty());
        if (option.is_text()) {
            added->type_name(option.type);
        } else if (option.words.empty()) {
            added->check(number_between(option.least, option.most))->type_name("N")->default_str(option.fallback);
        } else {
            added->check(CLI::IsMember(option.words))->default_str(option.fallback);
        }
    }
}

/// For the end of the help.
std::string kinds_of_sources() {
    std::string text = "\nKinds of sources:\n";
    for (const SourceDescription& kind : source_descriptions()) {
        text += "  " + kind.kind + std::string(kind.kind.size() < 10 ? 10 - kind.kind.size() : 1, ' ') + kind.title +
                ": " + kind.expects + "\n";
    }
    return text;
}

void add_cleaning_options(CLI::App& command, DatasetBuildOptions& options) {
    command.add_option("--profile", options.profile, "emotionset: careful cleaning, or the paper's stock detector")
        ->check(CLI::IsMember({"recommended", "paper"}))
        ->capture_default_str();
    command.add_flag("--mask", options.masks, "Store with each image which of its pixels were in the picture");
    command.add_flag("--keep-frame", options.keep_frame, "Ask for a face, but store the whole image");
    command.add_option("--light", options.illumination, "Even out the light of the stored images")
        ->check(CLI::IsMember({"off", "equalize", "clahe"}))
        ->capture_default_str();
    command.add_flag("--keep-duplicates", options.keep_duplicates, "Keep images that occur twice");
    command.add_flag("--keep-near-duplicates", options.keep_near_duplicates,
                     "emotionset: keep changed copies of other images");
    command.add_flag("--keep-blank", options.keep_blank, "Keep images without contrast");
    command
        .add_option("--explain", options.explain,
                    "Say what became of an image: its path, the end of its path, or its SHA-256; may be repeated")
        ->take_all()
        ->allow_extra_args(false)
        ->check(not_empty())
        ->type_name("IMAGE");
    CLI::Option* overrides =
        command
            .add_option("--overrides", options.overrides,
                        "What to exclude, keep or relabel, by pixel hash (default: overrides.csv in --out)")
            ->check(not_empty())
            ->type_name("FILE");
    CLI::Option* keep = command.add_flag("--keep-findings", options.keep_findings,
                                         "Leave what was found in the images there, for a fast rebuild");
    command
        .add_option("--manifest", options.manifest,
                    "Build again from a shared manifest: the images it keeps, found by their hashes")
        ->check(not_empty())
        ->excludes(overrides)
        ->excludes(keep)
        ->type_name("FILE");
}

}  // namespace

CLI::App& add_dataset(CLI::App& app) {
    CLI::App& command = *app.add_subcommand("dataset", "Build data sets and look into them");
    command.group("Commands");
    command.require_subcommand(1);
    add_examples(command, "  bplf dataset build --source idx:fer2013 --size 32 --out crops");
    return command;
}

CLI::App& add_dataset_build(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("build", "Clean, crop and pack sources into one file");
    command.add_option("NAME", options.name, "emotionset: clean by a profile, with duplicates out")
        ->check(CLI::IsMember({"emotionset"}));
    add_source_options(command, options);
    command.add_option("--size", options.size, "Side of the images in pixels")
        ->check(number_between(4, 1024))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--face-crop", options.face_crop,
                    "Keep only images with a face, cut to it; haar+mtcnn asks MT-CNN where Haar finds none "
                    "(default: mtcnn; with the profile paper haar)")
        ->check(CLI::IsMember({"mtcnn", "haar", "haar+mtcnn", "none"}))
        ->type_name("FINDER");
    command
        .add_option("--mtcnn-weights", options.mtcnn_weights,
                    "No longer needed: MT-CNN's weights come with the program")
        ->type_name("DIR");
    command
        .add_option(
            "--margin", options.margin,
            "Widen the crop on each side by this share; -0.05 and -0.1 reach over the picture's edge less often")
        ->check(number_between(-0.4, 2))
        ->type_name("SHARE")
        ->capture_default_str();
    add_cleaning_options(command, options);
    add_collection_options(command, options);
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command,
                 "  bplf dataset build emotionset --source jaffe:jaffe --source ckplus:CK+ \\\n"
                 "      --source fer2013:fer2013.csv --source mmi:Sessions --size 48 --out emotionset\n"
                 "  bplf dataset build --source idx:fer2013 --size 32 --out crops\n"
                 "A build that was stopped goes on when the same command is given again.\n" +
                     kinds_of_sources());
    return command;
}

CLI::App& add_dataset_import(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("import", "Pack a source as it is, without cleaning");
    options.name = "import";
    options.face_crop = "none";
    options.keep_duplicates = options.keep_blank = true;
    options.size = 0;
    add_source_options(command, options);
    add_collection_options(command, options);
    command.add_option("--size", options.size, "Side of the images in pixels; 0 keeps the source's")
        ->check(number_between(0, 1024))
        ->type_name("N")
        ->capture_default_str();
    add_common_options(command, common, {.compute = true, .seed = true, .force = true});
    add_examples(command, "  bplf dataset import --source idx:mnist --out mnist-set\n" + kinds_of_sources());
    return command;
}

CLI::App& add_dataset_info(CLI::App& dataset, DatasetInfoOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("info", "Counts per label and split, and where it came from");
    command.add_option("DATA", options.data, "Data-set file, its folder, or a source")->required()->check(not_empty());
    command
        .add_option("--explain", options.explain,
                    "What became of one image: its path, the end of its path, or its SHA-256")
        ->check(not_empty())
        ->type_name("PATH");
    add_common_options(command, common, {});
    add_examples(command,
                 "  bplf dataset info crops\n  bplf dataset info idx:fer2013 --json\n"
                 "  bplf dataset info emotionset --explain jaffe/KA.AN1.39.tiff");
    return command;
}

CLI::App& add_dataset_check(CLI::App& dataset, DatasetCheckOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("check", "Check every image, label and split");
    command.add_option("DATA", options.data, "Data-set file, its folder, or a source")->required()->check(not_empty());
    add_common_options(command, common, {});
    add_examples(command, "  bplf dataset check crops");
    return command;
}

CLI::App& add_dataset_share(CLI::App& dataset, DatasetShareOptions& options, CommonOptions& common) {
    CLI::App& command = *dataset.add_subcommand("share", "Write the manifest without paths, for others to build from");
    command.add_option("DATA", options.data, "Folder of a built data set")->required()->check(not_empty());
    command.add_option("-o,--out", options.out, "File to write")->required()->check(not_empty())->type_name("FILE");
    add_common_options(command, common, {.force = true});
    add_examples(command,
                 "  bplf dataset share emotionset --out emotionset-manifest.jsonl\n"
                 "  bplf dataset build --manifest emotionset-manifest.jsonl --source jaffe:mine --out again");
    return command;
}

}  // namespace bplf::cli
