// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed command line: what the launcher hands to the module that does the work.
#pragma once

#include <stop_token>
#include <variant>

#include "app/commands/common.h"
#include "bplf_verbs.h"

namespace bplf::cli {

template <typename, typename... Options>
struct OneOf {
    using Type = std::variant<Options...>;
};

#define BPLF_NOTHING(...)
#define BPLF_OPTIONS(parent, name, Options, declare) , Options
/// The options of any command.
using Command = OneOf<void BPLF_VERBS(BPLF_NOTHING, BPLF_OPTIONS, BPLF_NOTHING)>::Type;
#undef BPLF_OPTIONS
#undef BPLF_NOTHING

struct Invocation {
    CommonOptions common;
    Command command;
};

/// Exported by the commands module under kEntryName; returns the exit code and never throws.
using EntryPoint = int (*)(const Invocation& invocation, const std::stop_token& stop);
/// Exported under kVersionName: must equal the launcher's own BPLF_VERSION.
using VersionPoint = const char* (*)();
inline constexpr const char* kEntryName = "bplf_run_command";
inline constexpr const char* kVersionName = "bplf_commands_version";
inline constexpr const char* kModuleFile = "libbplf_commands.so";

}  // namespace bplf::cli
