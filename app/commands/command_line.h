// SPDX-License-Identifier: GPL-3.0-or-later
// The whole command line: every command's table, parsing, help and version. No LibTorch in sight.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/invocation.h"

namespace bplf::cli {

/// The parser of `bplf` with the storage its options write into. Not copyable: options hold references.
class CommandLine {
  public:
    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// Parses; prints help, version, a completion script or a usage error itself and then returns its exit
    /// code through `exit_code` with no invocation.
    std::optional<Invocation> parse(int argc, const char* const* argv, int& exit_code);

  private:
    /// One command: its parser, and where its options land.
    struct Slot {
        CommonOptions common;
        CLI::App* app = nullptr;
        std::function<Command()> command;
    };

    template <typename Options>
    void add(const std::string& name, CLI::App& parent, CLI::App& (*declare)(CLI::App&, Options&, CommonOptions&));
    void add_completion();
    void report_usage_error(const CLI::ParseError& problem, bool json) const;

    CLI::App app_;
    std::vector<std::unique_ptr<Slot>> slots_;
    std::string shell_;
};

/// What is wrong with a command line, and what to do about it: the text of a usage error.
struct UsageProblem {
    std::string command;  ///< of the deepest command that was recognised
    std::string message;
    std::string hint;
};
UsageProblem explain(const CLI::App& app, const CLI::ParseError& problem);

}  // namespace bplf::cli
