// SPDX-License-Identifier: GPL-3.0-or-later
// The module's way in: runs the parsed command and turns every failure into a message and an exit code.
#include "app/commands/error_report.h"
#include "app/commands/invocation.h"
#include "app/commands/session.h"
#include "core/base/result.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

namespace bplf::cli {
namespace {

int run_command(const Invocation& invocation, const std::stop_token& stop) {
    Session session(invocation.common, stop);
    return std::visit([&](const auto& options) { return run(options, session); }, invocation.command);
}

int run_and_report(const Invocation& invocation, const std::stop_token& stop) {
    try {
        return run_command(invocation, stop);
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
