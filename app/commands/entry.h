// SPDX-License-Identifier: GPL-3.0-or-later
// What each module of commands fills in of its entry (entry.cpp).
#pragma once

#include "app/commands/invocation.h"
#include "app/commands/session.h"

namespace bplf::cli {

/// Runs the command in this module; the exit code, or kComputes.
int run_in_module(const Invocation& invocation, Session& session);

}  // namespace bplf::cli
