// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/completion.h"

#include <algorithm>
#include <sstream>

namespace bplf::cli {
namespace {

/// One option as a shell needs it.
struct Row {
    std::vector<std::string> names;  // "--seed", "-s"; empty for a positional argument
    std::string description;
    std::vector<std::string> choices;
    bool takes_value = false;
};

std::string join(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? between : "") + words[i];
    return text;
}

/// The words of a "{a,b,c}" that a membership check puts into the name of the option's type.
std::vector<std::string> choices_of(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const std::size_t open = type.find('{');
    const std::size_t close = type.find('}', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos) return {};
    return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

Row row_of(const CLI::Option& option) {
    Row row;
    for (const std::string& name : option.get_lnames()) row.names.push_back("--" + name);
    for (const std::string& name : option.get_snames()) row.names.push_back("-" + name);
    row.description = option.get_description();
    row.choices = choices_of(option);
    row.takes_value = option.get_expected_max() > 0;
    return row;
}

std::vector<Row> rows_of(const CLI::App& app) {
    std::vector<Row> rows;
    for (const CLI::Option* option : app.get_options({})) rows.push_back(row_of(*option));
    return rows;
}

/// Every command as the words that lead to it, "" for the program itself.
void collect(const CLI::App& app, const std::string& path,
             std::vector<std::pair<std::string, const CLI::App*>>& commands) {
    commands.emplace_back(path, &app);
    for (const CLI::App* command : app.get_subcommands({}))
        collect(*command, path.empty() ? command->get_name() : path + ' ' + command->get_name(), commands);
}

std::vector<std::string> words_after(const CLI::App& app) {
    std::vector<std::string> words;
    for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
    for (const Row& row : rows_of(app)) {
        if (row.names.empty()) words.insert(words.end(), row.choices.begin(), row.choices.end());
        words.insert(words.end(), row.names.begin(), row.names.end());
    }
    return words;
}

std::string bash_values(const CLI::App& app, const std::string& path) {
    std::ostringstream script;
    for (const Row& row : rows_of(app)) {
        if (row.names.empty() || row.choices.empty()) continue;
        for (const std::string& name : row.names)
            script << "        \"" << path << '|' << name << "\") words=\"" << join(row.choices, " ") << "\" ;;\n";
    }
    return script.str();
}

std::string bash_script(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
    std::ostringstream script;
    script << "# bash completion for bplf\n_bplf() {\n"
              "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
              "    local path=\"\" word words=\"\" i\n"
              "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
              "        word=\"${COMP_WORDS[i]}\"\n"
              "        case \"$path${path:+ }$word\" in\n            ";
    std::vector<std::string> paths;
    for (const auto& [path, app] : commands)
        if (!path.empty()) paths.push_back('"' + path + '"');
    script << join(paths, "|")
           << ") path=\"$path${path:+ }$word\" ;;\n        esac\n    done\n"
              "    case \"$path|$previous\" in\n";
    for (const auto& [path, app] : commands) script << bash_values(*app, path);
    script << "    esac\n    if [ -z \"$words\" ]; then\n        case \"$path\" in\n";
    for (const auto& [path, app] : commands)
        script << "            \"" << path << "\") words=\"" << join(words_after(*app), " ") << "\" ;;\n";
    script << "        esac\n    fi\n"
              "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
              "}\ncomplete -o default -F _bplf bplf\n";
    return script.str();
}

std::string quoted(std::string text) {
    for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4))
        text.replace(at, 1, "'\\''");
    return '\'' + text + '\'';
}

/// Brackets and colons have a meaning inside a zsh specification.
std::string zsh_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string zsh_action(const Row& row) {
    return row.choices.empty() ? ":_files" : ":(" + join(row.choices, " ") + ')';
}

std::string zsh_arguments(const CLI::App& app) {
    std::ostringstream script;
    for (const Row& row : rows_of(app)) {
        if (row.names.empty()) {
            script << " \\\n        " << quoted("*:" + zsh_text(row.description) + zsh_action(row));
            continue;
        }
        for (const std::string& name : row.names) {
            std::string spec = name + '[' + zsh_text(row.description) + ']';
            if (row.takes_value) spec = "*" + spec + ":value" + zsh_action(row);
            script << " \\\n        " << quoted(spec);
        }
    }
    return script.str();
}

std::string zsh_function(const std::string& path) {
    std::string name = "_bplf_" + path;
    std::replace(name.begin(), name.end(), ' ', '_');
    return path.empty() ? "_bplf" : name;
}

std::string zsh_dispatch(const CLI::App& app, const std::string& path) {
    std::ostringstream script;
    script << "    local -a commands=(";
    for (const CLI::App* command : app.get_subcommands({}))
        script << "\n        " << quoted(command->get_name() + ':' + command->get_description());
    script << "\n    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n    else\n"
              "        local chosen=$words[2]\n        shift words\n        (( CURRENT-- ))\n"
              "        case $chosen in\n";
    for (const CLI::App* command : app.get_subcommands({})) {
        const std::string next = path.empty() ? command->get_name() : path + ' ' + command->get_name();
        script << "            " << command->get_name() << ") " << zsh_function(next) << " ;;\n";
    }
    script << "        esac\n    fi\n";
    return script.str();
}

std::string zsh_script(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
    std::ostringstream script;
    script << "#compdef bplf\n# zsh completion for bplf\n";
    for (const auto& [path, app] : commands) {
        script << zsh_function(path) << "() {\n";
        if (app->get_subcommands({}).empty())
            script << "    _arguments" << zsh_arguments(*app) << '\n';
        else
            script << zsh_dispatch(*app, path);
        script << "}\n";
    }
    script << "if [ \"$funcstack[1]\" = _bplf ]; then _bplf \"$@\"; else compdef _bplf bplf; fi\n";
    return script.str();
}

/// A fish condition that holds when the words of `path` were typed.
std::string fish_condition(const std::string& path, const CLI::App& app) {
    std::string condition;
    for (const std::string& word : CLI::detail::split(path, ' '))
        if (!word.empty()) condition += "; and __fish_seen_subcommand_from " + word;
    std::vector<std::string> next;
    for (const CLI::App* command : app.get_subcommands({})) next.push_back(command->get_name());
    if (!next.empty()) condition += "; and not __fish_seen_subcommand_from " + join(next, " ");
    return condition.empty() ? "" : " -n " + quoted(condition.substr(6));
}

std::string fish_option(const Row& row) {
    std::string text;
    for (const std::string& name : row.names)
        text += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (row.takes_value) text += row.choices.empty() ? " -r" : " -x -a " + quoted(join(row.choices, " "));
    return text;
}

std::string fish_script(const std::vector<std::pair<std::string, const CLI::App*>>& commands) {
    std::ostringstream script;
    script << "# fish completion for bplf\n";
    for (const auto& [path, app] : commands) {
        const std::string start = "complete -c bplf" + fish_condition(path, *app);
        for (const CLI::App* command : app->get_subcommands({}))
            script << start << " -f -a " << command->get_name() << " -d " << quoted(command->get_description()) << '\n';
        for (const Row& row : rows_of(*app)) {
            if (row.names.empty() && row.choices.empty()) continue;
            script << start << fish_option(row) << (row.names.empty() ? " -f" : "") << " -d " << quoted(row.description)
                   << '\n';
        }
    }
    return script.str();
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
    std::vector<std::pair<std::string, const CLI::App*>> commands;
    collect(app, "", commands);
    if (shell == "bash") return bash_script(commands);
    if (shell == "zsh") return zsh_script(commands);
    return fish_script(commands);
}

}  // namespace bplf::cli
