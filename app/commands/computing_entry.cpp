// SPDX-License-Identifier: GPL-3.0-or-later
// The way into the module with LibTorch: every command that does not only read.
#include "app/commands/entry.h"

namespace bplf::cli {

int run_in_module(const Invocation& invocation, Session& session) {
    return std::visit([&](const auto& options) { return run(options, session); }, invocation.command);
}

}  // namespace bplf::cli
