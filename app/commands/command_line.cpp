// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command_line.h"

#include <cstring>
#include <iostream>

#include "app/commands/completion.h"
#include "app/commands/error_report.h"

namespace bplf::cli {

namespace {

const char* const kDescription =
    "Draw, invert, relabel and morph emotional faces with normalizing flows, and train the models.";
const char* const kExamples =
    "  bplf sample default --label all --count 8 --seed 1 --out sheet.png\n"
    "  bplf encode default photo.jpg --out photo.safetensors\n"
    "  bplf train --config emotion-32 --data crops --out runs/a\n"
    "\n"
    "'bplf COMMAND --help' says more. MODEL is a file, a folder with a model.safetensors, or the name\n"
    "of an embedded model. Exit codes: 0 done, 2 command line, 3 input, 4 memory, disk or device,\n"
    "5 numerics, 130 interrupted.";

bool asks_for_json(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i)
        if (std::strcmp(argv[i], "--json") == 0) return true;
    return false;
}

}  // namespace

template <typename Options>
void CommandLine::add(const std::string& name, CLI::App& parent,
                      CLI::App& (*declare)(CLI::App&, Options&, CommonOptions&)) {
    auto slot = std::make_unique<Slot>();
    auto options = std::make_shared<Options>();
    slot->common.command = name;
    slot->app = &declare(parent, *options, slot->common);
    slot->app->group("Commands");
    slot->command = [options] { return Command(*options); };
    slots_.push_back(std::move(slot));
}

CommandLine::CommandLine() : app_(kDescription, "bplf") {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", std::string("bplf ") + BPLF_VERSION);
    app_.get_formatter()->column_width(34);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    add_examples(app_, kExamples);
    CLI::App& root = app_;
#define BPLF_GROUP(name, declare) CLI::App& name = declare(root);
#define BPLF_ADD(parent, name, Options, declare) add(name, parent, declare);
    BPLF_VERBS(BPLF_GROUP, BPLF_ADD, BPLF_ADD)
#undef BPLF_GROUP
#undef BPLF_ADD
    add_completion();
}

void CommandLine::add_completion() {
    CLI::App& command = *app_.add_subcommand("completion", "Print a completion script for a shell");
    command.group("Commands");
    command.add_option("SHELL", shell_, "Which shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    add_examples(command,
                 "  source <(bplf completion bash)\n"
                 "  bplf completion zsh > ~/.zfunc/_bplf\n"
                 "  bplf completion fish > ~/.config/fish/completions/bplf.fish");
}

std::optional<Invocation> CommandLine::parse(int argc, const char* const* argv, int& exit_code) {
    exit_code = 0;
    try {
        app_.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
        app_.exit(wanted, std::cout, std::cerr);
        return std::nullopt;
    } catch (const CLI::ParseError& problem) {
        report_usage_error(problem, asks_for_json(argc, argv));
        exit_code = static_cast<int>(ErrorKind::kUsage);
        return std::nullopt;
    }
    for (const std::unique_ptr<Slot>& slot : slots_)
        if (slot->app->parsed()) return Invocation{slot->common, slot->command()};
    std::cout << completion_script(app_, shell_);
    return std::nullopt;
}

void CommandLine::report_usage_error(const CLI::ParseError& problem, bool json) const {
    const UsageProblem usage = explain(app_, problem);
    CommonOptions common;
    common.command = usage.command;
    common.json = json;
    report_error(Error(ErrorKind::kUsage, usage.message, "", usage.hint), common);
}

}  // namespace bplf::cli
