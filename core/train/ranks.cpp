// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ranks.h"

#include <string>

#include "core/base/error.h"
#include "core/base/module_file.h"
#include "core/base/started_together.h"
#include "core/train/mpi/mpi_module.h"

namespace bplf {
namespace {

#ifndef BPLF_MPI_MODULE_DIR
#define BPLF_MPI_MODULE_DIR ""
#endif

[[noreturn]] void throw_cannot_join(const std::string& why) {
    throw Error(ErrorKind::kResource,
                std::to_string(started_together()) + " processes were started together and cannot join: " + why + ".",
                "MPI",
                "Install Open MPI and build BPLF Studio with it, start through its mpirun (or srun --mpi=pmix), "
                "or start one process.");
}

}  // namespace

bool Ranks::any(bool here) {
    double count = here ? 1 : 0;
    sum(std::span<double>(&count, 1));
    return count > 0;
}

std::unique_ptr<Ranks> join_ranks(const std::stop_token& stop) {
    const int together = started_together();
    if (together == 1) return std::make_unique<Ranks>();
    const auto join = reinterpret_cast<JoinRanks>(
        load_module_symbols(kMpiModule, "BPLF_MPI_MODULE", BPLF_MPI_MODULE_DIR, {kJoinRanks}, throw_cannot_join)
            .front());
    std::unique_ptr<Ranks> ranks(join(stop));
    if (ranks->size() != together) throw_cannot_join("MPI joins only " + std::to_string(ranks->size()) + " of them");
    return ranks;
}

}  // namespace bplf
