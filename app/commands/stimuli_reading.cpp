// SPDX-License-Identifier: GPL-3.0-or-later
// bplf stimuli --example: a plan to begin with.
#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "app/commands/stimuli.h"
#include "core/stimuli/plan.h"

namespace bplf::cli {

bool only_reads(const StimuliOptions& options) {
    return options.example;
}

int run(const StimuliOptions&, Session& session) {
    const std::string plan = stimuli::example_plan();
    session.console().result({{"schema", "bplf.stimuli.example.v1"}, {"plan", nlohmann::ordered_json::parse(plan)}},
                             plan);
    return 0;
}

}  // namespace bplf::cli
