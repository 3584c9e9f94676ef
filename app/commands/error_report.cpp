// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/error_report.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace bplf::cli {
namespace {

const char* kind_name(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::kUsage:
            return "usage";
        case ErrorKind::kInput:
            return "input";
        case ErrorKind::kResource:
            return "resource";
        case ErrorKind::kNumeric:
            return "numeric";
        case ErrorKind::kInterrupted:
            return "interrupted";
        case ErrorKind::kInternal:
            break;
    }
    return "internal";
}

void print_json(const Error& error) {
    const nlohmann::ordered_json object{{"ok", false},
                                        {"error",
                                         {{"code", error.exit_code()},
                                          {"kind", kind_name(error.kind())},
                                          {"message", error.problem()},
                                          {"where", error.where()},
                                          {"hint", error.hint()}}}};
    // File names need not be UTF-8: what is not becomes U+FFFD instead of another error.
    const std::string text = object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void print_text(const Error& error, const std::string& command) {
    // What files say and are called reaches the terminal as text, never as its commands.
    const auto shown = [](const std::string& part) { return printable(part, std::string::npos); };
    std::string text = "bplf";
    if (!command.empty()) text += ' ' + command;
    text += ": " + shown(error.problem());
    if (!error.where().empty()) text += "\n  at:   " + shown(error.where());
    if (!error.hint().empty()) text += "\n  hint: " + shown(error.hint());
    std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

int report_error(const Error& error, const CommonOptions& common) {
    if (common.json) print_json(error);
    print_text(error, common.command);
    return error.exit_code();
}

}  // namespace bplf::cli
