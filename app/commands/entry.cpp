// SPDX-License-Identifier: GPL-3.0-or-later
// The module's way in: runs the parsed command and turns every failure into a message and an exit code.
#include "app/commands/error_report.h"
#include "app/commands/invocation.h"
#include "app/commands/session.h"
#include "core/base/result.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

BPLF_EXPORT const char* bplf_commands_version() { return BPLF_VERSION; }

BPLF_EXPORT int bplf_run_command(const bplf::cli::Invocation& invocation, const std::stop_token& stop) {
    using namespace bplf;
    const Result<int> code = capture([&] {
        cli::Session session(invocation.common, stop);
        return std::visit([&](const auto& options) { return cli::run(options, session); },
                          invocation.command);
    });
    return code ? code.value() : cli::report_error(code.error(), invocation.common);
}
