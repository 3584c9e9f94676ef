// SPDX-License-Identifier: GPL-3.0-or-later
// Explains a command line that does not parse, with the word that was probably meant.
#include "app/commands/command_line.h"
#include "app/commands/suggest.h"

namespace bplf::cli {
namespace {

const CLI::App* deepest(const CLI::App* app) {
    const std::vector<CLI::App*> chosen = app->get_subcommands();
    return chosen.empty() ? app : deepest(chosen.front());
}

std::string path_of(const CLI::App& app) {
    const CLI::App* parent = app.get_parent();
    if (parent == nullptr) return {};
    const std::string above = path_of(*parent);
    return above.empty() ? app.get_name() : above + ' ' + app.get_name();
}

std::string help_hint(const std::string& path) {
    return "See 'bplf " + path + (path.empty() ? "" : " ") + "--help'.";
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
    const std::string path = path_of(app);
    if (word.rfind('-', 0) == 0) {
        const std::string option = word.substr(0, word.find('='));
        const std::string hint = did_you_mean(option, option_names(app));
        return {path, "There is no option \"" + option + "\".", hint.empty() ? help_hint(path) : hint};
    }
    const std::vector<std::string> commands = command_names(app);
    if (commands.empty()) return {path, "One word too many: \"" + word + "\".", help_hint(path)};
    const std::string hint = did_you_mean(word, commands);
    return {path, "There is no command \"" + word + "\".",
            hint.empty() ? "Commands are " + join(commands) + '.' : hint};
}

/// Not by the error's name: CLI11 gives some of them the command's.
bool is_kind(const CLI::ParseError& problem, CLI::ExitCodes kind) {
    return problem.get_exit_code() == static_cast<int>(kind);
}

/// The word that did not fit. An argument beyond the last positional one is only in the error's text.
std::string unexpected_word(const CLI::App& app, const CLI::ParseError& problem) {
    const std::vector<std::string> extra = app.remaining(true);
    if (!extra.empty()) return extra.front();
    const std::string text = problem.what();
    const std::size_t colon = text.find(": ");
    if (!is_kind(problem, CLI::ExitCodes::ExtrasError) || colon == std::string::npos) return {};
    return text.substr(colon + 2, text.find(' ', colon + 2) - colon - 2);
}

}  // namespace

UsageProblem explain(const CLI::App& app, const CLI::ParseError& problem) {
    const CLI::App& where = *deepest(&app);
    const std::string path = path_of(where);
    const bool is_missing = is_kind(problem, CLI::ExitCodes::RequiredError);
    const std::string extra = unexpected_word(app, problem);
    if (!extra.empty() && (is_missing || is_kind(problem, CLI::ExitCodes::ExtrasError)))
        return unknown_word(where, extra);
    if (is_missing && !command_names(where).empty())
        return {path, "A command is missing.", "Commands are " + join(command_names(where)) + '.'};
    return {path, problem.what(), help_hint(path)};
}

}  // namespace bplf::cli
