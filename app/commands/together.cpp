// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/together.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/commands/compute.h"
#include "core/base/started_together.h"

namespace bplf::cli {
namespace {

/// Of one process when none were asked for: mpirun gives each cores of its own, or they share the machine's.
int threads_of(int asked, const Ranks& ranks) {
    if (asked > 0 || ranks.alone()) return asked;
    cpu_set_t own;
    CPU_ZERO(&own);
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    const int bound = sched_getaffinity(0, sizeof own, &own) == 0 ? CPU_COUNT(&own) : cores;
    return bound < cores ? bound : std::max(1, cores / ranks.neighbours());
}

/// What stops one process mostly stops all of them: the first one's message stands for all, and what is wrong with
/// another alone is still said.
void let_the_first_speak() {
    if (started_place() > 0) std::this_thread::sleep_for(std::chrono::seconds(2));
}

}  // namespace

int run_together(Session& session, const std::function<int(Ranks&)>& work) {
    try {
        const std::unique_ptr<Ranks> ranks = join_ranks(session.stop());
        use_threads(threads_of(session.options().threads, *ranks));
        const int code = work(*ranks);
        ranks->finish();
        return code;
    } catch (const std::exception&) {
        let_the_first_speak();
        throw;
    }
}

}  // namespace bplf::cli
