// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a run, written to TensorBoard events and to a CSV beside them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "core/io/tfevents.h"
#include "core/train/run_folder.h"

namespace bplf {

/// One row per call in both files. The CSV is long-form: step,wall_time,tag,value. Not thread-safe.
class RunLog {
  public:
    /// Continues existing logs after `resume_step` (later rows of a killed run are dropped), or starts new ones when it
    /// is 0.
    RunLog(const RunFolder& run, std::int64_t resume_step);

    /// Written through at once. Error(kResource) when the disk is full.
    void write(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

  private:
    std::filesystem::path csv_path_;
    EventWriter events_;
    std::ofstream csv_;
};

}  // namespace bplf
