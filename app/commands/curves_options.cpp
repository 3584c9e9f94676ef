// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf curves.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/curves.h"

namespace bplf::cli {

CLI::App& add_curves(CLI::App& app, CurvesOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("curves", "Draw the curves of runs, or list them");
    command.add_option("RUN", options.runs, "Event file, CSV, JSON lines, or a folder of them")
        ->required()
        ->check(not_empty());
    command
        .add_option("--tag", options.tags,
                    "Only series whose name contains this, or equals it after =; may be repeated")
        ->take_all()
        ->allow_extra_args(false)
        ->type_name("TEXT");
    command.add_option("--smooth", options.smooth, "Weight of the debiased running mean, 0 to 0.999")
        ->check(number_between(0, 0.999))
        ->type_name("W")
        ->capture_default_str();
    command.add_option("--x", options.x, "Horizontal axis")
        ->check(CLI::IsMember({"step", "relative", "wall"}))
        ->capture_default_str();
    command.add_flag("--log-x", options.log_x, "Logarithmic horizontal axis");
    command.add_flag("--log-y", options.log_y, "Logarithmic vertical axis");
    command.add_option("--width", options.width, "Width of the figure in pixels")
        ->check(number_between(200, 8000))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--height", options.height, "Height of the figure in pixels")
        ->check(number_between(150, 8000))
        ->type_name("N")
        ->capture_default_str();
    command.add_flag("--by-distance", options.by_distance, "Weigh by the distance in x, not by the number of points");
    command.add_option("--x-column", options.x_column, "Column of CSV and JSON lines to draw over")->type_name("NAME");
    command.add_option("-o,--out", options.out, "Figure or table to write (without: list the series)")
        ->type_name("FILE.svg|.pdf|.png|.csv");
    add_common_options(command, common, {.force = true});
    add_examples(command,
                 "  bplf curves runs/a runs/b --tag bits_per_dim --smooth 0.85 --out bits.svg\n"
                 "  bplf curves runs/a --out runs-a.csv\n"
                 "  bplf curves runs/a");
    return command;
}

}  // namespace bplf::cli
