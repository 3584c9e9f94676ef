// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed command line: what the launcher hands to the module that does the work.
#pragma once

#include <concepts>
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

/// Whether the module without LibTorch knows the command (verb.h).
template <typename Options>
concept MayOnlyRead = requires(const Options& options) {
    { only_reads(options) } -> std::same_as<bool>;
};

/// Exported by each module under kEntryName; returns the exit code and never throws.
using EntryPoint = int (*)(const Invocation& invocation, const std::stop_token& stop);
/// Exported under kVersionName: must equal the launcher's own BPLF_VERSION.
using VersionPoint = const char* (*)();
inline constexpr const char* kEntryName = "bplf_run_command";
inline constexpr const char* kVersionName = "bplf_commands_version";
inline constexpr const char* kModuleFile = "libbplf_commands.so";
/// The one without LibTorch. Its entry returns kComputes, nothing done or said, when the command is not one for it.
inline constexpr const char* kReadingModuleFile = "libbplf_reading.so";
inline constexpr int kComputes = -1;

}  // namespace bplf::cli
