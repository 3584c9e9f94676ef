// SPDX-License-Identifier: GPL-3.0-or-later
// Who was started with whom, as the starters say it.
#include "core/base/started_together.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace bplf {
namespace {

class StartedTogether : public ::testing::Test {
  protected:
    void SetUp() override { clear(); }
    void TearDown() override { clear(); }

  private:
    static void clear() {
        for (const char* name : {"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "PMI_SIZE", "PMI_RANK",
                                 "SLURM_STEP_NUM_TASKS", "SLURM_PROCID"})
            unsetenv(name);
    }
};

TEST_F(StartedTogether, IsOneAloneWithoutAStarter) {
    setenv("SLURM_PROCID", "3", 1);  // as a batch script has it, outside srun
    EXPECT_EQ(started_together(), 1);
    EXPECT_EQ(started_place(), 0);
}

TEST_F(StartedTogether, IsWhatOpenMpiMpichAndSlurmSay) {
    for (const auto& [size, place] : {std::pair{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"},
                                      std::pair{"PMI_SIZE", "PMI_RANK"},
                                      {"SLURM_STEP_NUM_TASKS", "SLURM_PROCID"}}) {
        setenv(size, "4", 1);
        setenv(place, "2", 1);
        EXPECT_EQ(started_together(), 4) << size;
        EXPECT_EQ(started_place(), 2) << place;
        unsetenv(size);
        unsetenv(place);
    }
}

}  // namespace
}  // namespace bplf
