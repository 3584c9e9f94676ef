// SPDX-License-Identifier: GPL-3.0-or-later
// A module's way in: runs the parsed command and turns every failure into a message and an exit code.
#include "app/commands/entry.h"

#include "app/commands/error_report.h"
#include "core/base/result.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

namespace bplf::cli {
namespace {

int run_and_report(const Invocation& invocation, const std::stop_token& stop) {
    try {
        Session session(invocation.common, stop);
        return run_in_module(invocation, session);
    } catch (const std::exception&) {
        return report_error(current_error(), invocation.common);
    }
}

}  // namespace
}  // namespace bplf::cli

BPLF_EXPORT const char* bplf_commands_version() {
    return BPLF_VERSION;
}

BPLF_EXPORT int bplf_run_command(const bplf::cli::Invocation& invocation, const std::stop_token& stop) {
    return bplf::cli::run_and_report(invocation, stop);
}
