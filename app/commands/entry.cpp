// SPDX-License-Identifier: GPL-3.0-or-later
// The module's way in: runs the parsed command and turns every failure into a message and an exit code.
#include <c10/util/Exception.h>

#include <new>

#include "app/commands/error_report.h"
#include "app/commands/invocation.h"
#include "app/commands/session.h"

#define BPLF_EXPORT extern "C" __attribute__((visibility("default")))

namespace bplf::cli {
namespace {

Error out_of_memory() {
    return Error(ErrorKind::kResource, "Not enough memory.", {},
                 "Ask for fewer or smaller images at once, or use another --device.");
}

/// LibTorch's messages carry a backtrace, and running out of memory has a type only on some devices.
Error translate(const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    const bool memory = dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
                        text.find("can't allocate memory") != std::string::npos;
    return memory ? out_of_memory() : Error(ErrorKind::kInternal, text, "LibTorch");
}

int run_command(const Invocation& invocation, const std::stop_token& stop) {
    Session session(invocation.common, stop);
    return std::visit([&](const auto& options) { return run(options, session); }, invocation.command);
}

int run_and_report(const Invocation& invocation, const std::stop_token& stop) {
    const CommonOptions& common = invocation.common;
    try {
        return run_command(invocation, stop);
    } catch (const Error& error) {
        return report_error(error, common);
    } catch (const c10::Error& error) {
        return report_error(translate(error), common);
    } catch (const std::bad_alloc&) {
        return report_error(out_of_memory(), common);
    } catch (const std::exception& error) {
        return report_error(Error(ErrorKind::kInternal, error.what()), common);
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
