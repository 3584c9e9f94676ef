// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/drawing_options.h"

#include <CLI/CLI.hpp>

#include "app/commands/common.h"

namespace bplf::cli {

void add_model_argument(CLI::App& command, std::string& model, const std::string& name) {
    command.add_option(name, model, "Embedded name, .safetensors file or folder")->required()->check(not_empty());
}

void add_intensity_option(CLI::App& command, const std::string& name, std::optional<double>& intensity,
                          const std::string& help) {
    command.add_option(name, intensity, help)->check(number_between(0, kLargestIntensity))->type_name("S");
}

std::string label_help(const std::string& what) {
    return what + "; in a label's name a backslash stands before , = ; and \\";
}

void add_look_options(CLI::App& command, Look& look, const LookHelp& help) {
    const char* name = help.short_name ? "-t,--temperature" : "--temperature";
    CLI::Option* flat = add_number_list(command, name, help.flat, look.temperature, number_between(0, 2), 1, 1);
    flat->type_name("T");
    add_number_list(command, "--temperature-per-level", help.per_level, look.temperature, number_between(0, 2), 1, 16)
        ->type_name("T,T,…")
        ->excludes(flat);
    add_intensity_option(command, "--intensity", look.intensity, help.intensity);
}

void add_drawn_options(CLI::App& command, DrawnAs& as) {
    command.add_option("--size", as.size, "Draw at this of the model's sizes (default: its largest)")
        ->check(number_between(1, kLargestPicture))
        ->type_name("N");
    command.add_flag("--grey", as.grey, "Draw the luminance alone");
}

void add_size_options(CLI::App& command, SavedSize& size, const std::string& help) {
    CLI::Option* scale = command.add_option("--scale", size.scale, help)
                             ->check(number_between(1, 16))
                             ->type_name("N")
                             ->capture_default_str();
    command.add_option("--pixels", size.pixels, "Width of each saved picture, enlarged smoothly (default: as drawn)")
        ->check(number_between(1, kLargestPicture))
        ->type_name("N")
        ->excludes(scale)
        ->each([&size](const std::string&) { size.is_smooth = true; });
}

void add_out_option(CLI::App& command, std::string& out, const std::string& help) {
    command.add_option("-o,--out", out, help)->required()->check(not_empty())->type_name("PATH");
}

void add_picture_options(CLI::App& command, SavedSize& size, std::string& out) {
    add_size_options(command, size, "Enlarge each pixel of a sheet this many times");
    add_out_option(command, out, "A .png for one sheet, else a folder of PNGs");
}

}  // namespace bplf::cli
