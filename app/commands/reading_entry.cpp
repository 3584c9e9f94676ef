// SPDX-License-Identifier: GPL-3.0-or-later
// The way into the module without LibTorch: commands that only read a file.
#include "app/commands/entry.h"

namespace bplf::cli {
namespace {

template <typename Options>
int run_if_it_reads(const Options& options, Session& session) {
    if constexpr (MayOnlyRead<Options>) {
        if (only_reads(options)) return run(options, session);
    }
    return kComputes;
}

}  // namespace

int run_in_module(const Invocation& invocation, Session& session) {
    return std::visit([&](const auto& options) { return run_if_it_reads(options, session); }, invocation.command);
}

}  // namespace bplf::cli
