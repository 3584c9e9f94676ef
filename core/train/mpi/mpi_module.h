// SPDX-License-Identifier: GPL-3.0-or-later
// The door of the module that joins processes through MPI; ranks.cpp opens it.
#pragma once

#include <stop_token>

namespace bplf {

class Ranks;

/// Exported under kJoinRanks; the caller owns what it returns. Throws Error(kResource).
using JoinRanks = Ranks* (*)(const std::stop_token& stop);
inline constexpr const char* kJoinRanks = "bplf_join_ranks";
inline constexpr const char* kMpiModule = "libbplf_mpi.so";

}  // namespace bplf
