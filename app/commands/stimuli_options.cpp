// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bplf stimuli, verify and ratings.
#include <CLI/CLI.hpp>

#include "app/commands/common.h"
#include "app/commands/stimuli.h"

namespace bplf::cli {

CLI::App& add_stimuli(CLI::App& app, StimuliOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("stimuli", "Make a set of faces for an experiment from a plan");
    command.add_option("PLAN", options.plan, "Plan, a JSON file (see --example)");
    command.add_option("-o,--out", options.out, "Folder to make; whole or not at all")->type_name("DIR");
    command.add_flag("--example", options.example, "Print a small plan that works as it is");
    command.add_flag("--dry-run", options.dry_run,
                     "Say what the plan would make, how long and how large; write nothing");
    add_common_options(command, common, {.compute = true, .force = true});
    add_examples(command,
                 "  bplf stimuli --example > plan.json\n"
                 "  bplf stimuli plan.json --dry-run\n"
                 "  bplf stimuli plan.json --out set");
    return command;
}

CLI::App& add_verify(CLI::App& app, VerifyOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("verify", "Draw pictures again from their recipes and compare every bit");
    command.add_option("WHAT", options.what, "A picture, a folder, or a set's plan")->required()->check(not_empty());
    command.add_option("--set", options.set, "Folder that was made of the plan (default: the one it lies in)")
        ->type_name("DIR");
    command.add_option("--model", options.model, "Draw with this model (default: the one that the recipes name)")
        ->type_name("MODEL");
    add_common_options(command, common, {.compute = true});
    add_examples(command,
                 "  bplf verify set\n"
                 "  bplf verify set/happy_s1_100.png\n"
                 "  bplf verify set/plan.json");
    return command;
}

CLI::App& add_ratings(CLI::App& app, RatingsOptions& options, CommonOptions& common) {
    CLI::App& command = *app.add_subcommand("ratings", "Add what people answered about a set to its table");
    command.add_option("SET", options.set, "Folder that 'bplf stimuli' made")->required()->check(not_empty());
    command
        .add_option("TABLE", options.tables, "Tables that raters saved from the set's rating.html, a CSV file for each")
        ->required()
        ->check(not_empty());
    add_common_options(command, common, {.force = true});
    add_examples(command,
                 "  xdg-open set/rating.html                    each rater: answer, then save the table\n"
                 "  bplf ratings set ratings_*.csv              means into set/stimuli.csv");
    return command;
}

}  // namespace bplf::cli
