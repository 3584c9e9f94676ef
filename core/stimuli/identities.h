// SPDX-License-Identifier: GPL-3.0-or-later
// From a plan's entries to persons with codes: seeds, codes in files, faces in photos, and faces chosen by rules.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/stimuli/design.h"
#include "core/stimuli/judge.h"

namespace bplf::stimuli {

/// What became of a face that was drawn to choose from.
struct Candidate {
    std::uint64_t seed = 0;
    double bits_per_dim = 0;           ///< at neutral
    double percentile = 0;             ///< of that among the candidates, 0 to 100
    std::optional<double> recognised;  ///< least probability of an asked emotion; where it was measured
    std::optional<double> distance;    ///< to the nearest chosen before; where it was measured
    std::string verdict;               ///< "chosen", "typicality", "recognised", "distinct", "not needed"
};

struct FoundIdentities {
    std::vector<Identity> identities;
    std::vector<Candidate> candidates;  ///< of all "choose" entries, in the order of their seeds
};

/// Precondition: a completed plan, and its model in the engine. Reads, encodes and draws what is needed.
/// Error(kInput) at `where` or at the file: a file that cannot be read, a photo without a face, codes of another model,
/// fewer candidates that keep the rules than asked for (with the counts of each rule).
FoundIdentities find_identities(const Plan& plan, const ModelInfo& model, const std::string& where, const Tools& tools,
                                const ProgressSink& progress, const std::stop_token& stop);

/// The persons of one "choose".
std::vector<Identity> choose_identities(const ChooseRule& rule, const Plan& plan, const ModelInfo& model,
                                        const std::string& where, const Tools& tools,
                                        std::vector<Candidate>& candidates, const ProgressSink& progress,
                                        const std::stop_token& stop);

/// One person of a seed.
Identity identity_of_seed(std::uint64_t seed, std::size_t digits, const Plan& plan, Engine& engine);

/// How unlike two faces are: √(2 (1 − r)) with r the correlation of their luminances at 32 × 32 pixels, 0 (the same
/// but for light) to 2.
double identity_distance(const Image& a, const Image& b);

}  // namespace bplf::stimuli
