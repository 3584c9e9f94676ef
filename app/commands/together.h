// SPDX-License-Identifier: GPL-3.0-or-later
// What commands do that several processes may run together (mpirun, srun).
#pragma once

#include <functional>

#include "app/commands/session.h"
#include "core/train/ranks.h"

namespace bplf::cli {

/// Joins the processes that were started with this one, sets the threads of each, and lets `work` give the exit code.
/// Where it throws, the first process's message stands for all.
int run_together(Session& session, const std::function<int(Ranks&)>& work);

}  // namespace bplf::cli
