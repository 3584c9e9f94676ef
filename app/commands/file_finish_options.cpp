// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf match and mask.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/file_finish.h"

namespace bplf::cli {
namespace {

void add_files(CLI::App& command, std::vector<std::string>& files, std::string& out) {
    command.add_option("PICTURE", files, "Pictures of any kind that is read")->required()->check(not_empty());
    command.add_option("-o,--out", out, "Folder for PNGs of the same names")
        ->required()
        ->check(not_empty())
        ->type_name("DIR");
}

void add_mask_options(CLI::App& command, MaskOptions& mask, const std::vector<std::string>& shapes,
                      const std::string& help) {
    const char* group = "Mask";
    command.add_option("--shape", mask.shape, help)->check(CLI::IsMember(shapes))->capture_default_str()->group(group);
    add_number_list(command, "--axes", "Width and height of an ellipse in pixels", mask.axes, number_between(1, 100000),
                    2, 2)
        ->type_name("W,H")
        ->group(group);
    add_number_list(command, "--centre", "Its middle (default: the picture's)", mask.centre, number_between(0, 100000),
                    2, 2)
        ->type_name("X,Y")
        ->group(group);
    command.add_option("--edge", mask.edge, "Width of the soft edge in pixels")
        ->check(number_between(0, 4096))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    command.add_option("--scale", mask.scale, "Size of an oval beside the face's own")
        ->check(number_between(0.1, 4))
        ->type_name("S")
        ->capture_default_str()
        ->group(group);
}

}  // namespace

CLI::App& add_match(CLI::App& app, MatchFilesOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("match", "Make pictures alike in luminance");
    add_files(command, options.files, options.out);
    command.add_option("--mean", options.mean, "Mean luminance, 0 to 255 (default: the pictures' own)")
        ->check(number_between(0, 255))
        ->type_name("M");
    command.add_option("--sd", options.sd, "Standard deviation of luminance (default: the pictures' own)")
        ->check(number_between(0, 127.5))
        ->type_name("S");
    command.add_flag("--histogram", options.histogram, "Match the pictures' mean histogram instead");
    add_mask_options(command, options.mask, {"none", "oval", "ellipse"},
                     "Where luminance is measured: none (everywhere), oval (about the face), ellipse");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf match photos/*.jpg --mean 128 --sd 40 --out matched\n"
                 "  bplf match photos/*.jpg --histogram --shape oval --out matched");
    return command;
}

CLI::App& add_mask(CLI::App& app, MaskFilesOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("mask", "Put faces before an even grey");
    add_files(command, options.files, options.out);
    command.add_option("--background", options.background, "Grey, 0 to 255")
        ->check(number_between(0, 255))
        ->type_name("N")
        ->capture_default_str();
    add_mask_options(command, options.mask, {"oval", "ellipse"}, "oval (about the face) or ellipse");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf mask photos/*.jpg --out masked\n"
                 "  bplf mask a.png b.png --shape ellipse --axes 200,260 --out masked");
    return command;
}

}  // namespace bplf::cli
