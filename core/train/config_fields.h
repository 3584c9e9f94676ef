// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings of every kind of training have in common.
#pragma once

#include <string>

#include "core/base/error.h"
#include "core/dataset/loader.h"

namespace bplf {

/// Calls visit(key, member) for the optimiser's and the schedule's fields of a training configuration.
template <typename Config, typename Visit>
void for_each_optimisation_field(Config& c, Visit&& visit) {
    visit("optimiser", c.optimiser.kind);
    visit("beta1", c.optimiser.beta1);
    visit("beta2", c.optimiser.beta2);
    visit("epsilon", c.optimiser.epsilon);
    visit("weight_decay", c.optimiser.weight_decay);
    visit("schedule", c.schedule.kind);
    visit("learning_rate", c.schedule.peak);
    visit("learning_rate_floor", c.schedule.floor);
    visit("warmup", c.schedule.warmup);
}

/// Error(kUsage) naming the key and its range when `condition` is false.
inline void require_in_range(bool condition, const char* key, const char* range) {
    if (condition) return;
    throw_usage_error("is out of range.", std::string("training key '") + key + "'", std::string("Use ") + range + ".");
}

/// How a training configuration wants its batches.
template <typename Config>
LoaderOptions loader_options(const Config& c) {
    LoaderOptions options;
    options.batch_size = c.batch_size;
    options.seed = c.seed;
    options.flip = c.flip;
    options.shift = c.shift;
    options.balance = c.balance;
    return options;
}

}  // namespace bplf
