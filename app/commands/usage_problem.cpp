// SPDX-License-Identifier: GPL-3.0-or-later
// Explains a command line that does not parse, with the word that was probably meant.
#include "app/commands/command_line.h"
#include "app/commands/suggest.h"

namespace bplf::cli {
namespace {

const CLI::App& deepest(const CLI::App& app) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    return chosen.empty() ? app : deepest(*chosen.front());
}

std::string full_name(const CLI::App& app) {
    const CLI::App* parent = app.get_parent();
    return parent == nullptr ? app.get_name() : full_name(*parent) + ' ' + app.get_name();
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options({}))
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
    const std::string nearest = nearest_word(word, candidates);
    return nearest.empty() ? "" : "Did you mean \"" + nearest + "\"?";
}

UsageProblem unknown_word(const CLI::App& app, const std::string& word) {
    const std::string name = full_name(app);
    if (word.rfind('-', 0) == 0) {
        const std::string option = word.substr(0, word.find('='));
        std::string hint = did_you_mean(option, option_names(app));
        if (hint.empty()) hint = "'" + name + " --help' lists them.";
        return {name + " has no option \"" + option + "\".", hint};
    }
    const std::vector<std::string> commands = command_names(app);
    if (commands.empty()) return {name + " takes no \"" + word + "\".", "See '" + name + " --help'."};
    std::string hint = did_you_mean(word, commands);
    if (hint.empty()) hint = "Commands are " + join(commands) + '.';
    return {name + " has no command \"" + word + "\".", hint};
}

}  // namespace

UsageProblem explain(const CLI::App& app, const CLI::ParseError& problem) {
    const CLI::App& where = deepest(app);
    const std::vector<std::string> extra = app.remaining(true);
    const std::string kind = problem.get_name();
    if (!extra.empty() && (kind == "ExtrasError" || kind == "RequiredError"))
        return unknown_word(where, extra.front());
    if (kind == "RequiredError" && !command_names(where).empty())
        return {full_name(where) + " needs a command.", "Commands are " + join(command_names(where)) + '.'};
    return {full_name(where) + ": " + problem.what(), "See '" + full_name(where) + " --help'."};
}

}  // namespace bplf::cli
