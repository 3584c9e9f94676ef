// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/started_together.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>

namespace bplf {
namespace {

int largest_of(std::initializer_list<const char*> names) {
    int largest = 0;
    for (const char* name : names)
        if (const char* text = std::getenv(name)) largest = std::max(largest, std::atoi(text));
    return largest;
}

}  // namespace

int started_together() {
    return std::max(1, largest_of({"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}));
}

int started_place() {
    return started_together() == 1 ? 0 : largest_of({"OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"});
}

}  // namespace bplf
