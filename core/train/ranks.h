// SPDX-License-Identifier: GPL-3.0-or-later
// The processes that train one model together, and this one's place among them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>

#include "core/train/batch_places.h"

namespace bplf {

/// One process alone; the processes that mpirun or srun started are joined by join_ranks(). Where there are several,
/// all make the same calls of sum, share, any and finish in the same order, each on one thread at a time.
/// Error(kResource) from all of these when another process is lost or does not answer after a stop was asked for.
class Ranks {
  public:
    Ranks() = default;
    virtual ~Ranks() = default;
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    virtual int rank() const { return 0; }
    virtual int size() const { return 1; }
    /// How many of them are on this machine.
    virtual int neighbours() const { return 1; }
    /// Replaces the numbers by their sums over all ranks, the same bits on each.
    virtual void sum(std::span<float>) {}
    virtual void sum(std::span<double>) {}
    /// Replaces the bytes by those of the first rank.
    virtual void share(std::span<std::byte>) {}
    /// At the end of what is done together. A process that ends without it takes the others with it.
    virtual void finish() {}

    bool first() const { return rank() == 0; }
    bool alone() const { return size() == 1; }
    /// Whether it is so on any of them.
    bool any(bool here);
    /// Which images of a batch are this rank's: each takes every size()-th.
    BatchPlaces places() const { return {rank(), size()}; }
};

/// The processes that were started together with this one, by mpirun or srun; this one alone where it was started so.
/// Once per process. Keeps `stop`. Error(kResource) when they were started together and cannot be joined, for this
/// program was built without MPI or the starter and MPI do not know each other.
std::unique_ptr<Ranks> join_ranks(const std::stop_token& stop);

}  // namespace bplf
