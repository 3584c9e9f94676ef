// SPDX-License-Identifier: GPL-3.0-or-later
// Is a model sound: its file, its weights, and what its network does? Each check with what to do where it failed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace bplf::inspect {

/// One check and how it went.
struct Check {
    std::string name;
    bool passed = true;
    std::string detail;
    std::string remedy = {};  ///< where it failed: what to do
};

bool all_passed(const std::vector<Check>& checks);

struct CheckRequest {
    std::filesystem::path path;
    std::string sha256;      ///< what the file must hash to; empty: its hash is only told
    bool quick = false;      ///< only the file; the network is not run
    std::uint64_t seed = 1;  ///< of the faces that are drawn
};

struct ModelVerdict {
    std::vector<Check> checks;
    bool network_failed = false;  ///< the file is sound, and what the network does is not

    bool passed() const { return all_passed(checks); }
};

/// The checks "container", "sha256" and "weights", then those of check_network(); what makes the next ones meaningless
/// ends the list. `told` hears each as it ends. The engine's current model becomes this one; that of a level, which
/// draws nothing by itself, stays. Error(kInterrupted) when stopped.
ModelVerdict check_model(const CheckRequest& request, Engine& engine, const std::stop_token& stop = {},
                         const std::function<void(const Check&)>& told = {});

/// Runs the engine's current model. Four faces each: encoded and decoded pixels must be identical ("inversion"), two
/// runs equal bit for bit ("determinism"), a face drawn alone equal to the same face in a batch ("batch"), bits/dim
/// finite ("likelihood"). Throws what drawing does.
std::vector<Check> check_network(Engine& engine, std::uint64_t seed, const std::stop_token& stop = {},
                                 const std::function<void(const Check&)>& told = {});

}  // namespace bplf::inspect
