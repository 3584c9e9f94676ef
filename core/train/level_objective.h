// SPDX-License-Identifier: GPL-3.0-or-later
// Training of one level of a pyramid: patches inside a frame, judged on held-out images given what lies below the
// level.
#pragma once

#include "core/flow/pyramid/level.h"
#include "core/train/objective.h"
#include "core/train/patches.h"

namespace bplf {

class LevelObjective : public Objective {
  public:
    /// Sets the level's reduction to the data's size. Error(kInput) as make_objective.
    LevelObjective(flow::Level& level, const Dataset& data, const std::string& name, const TrainConfig& training);
    at::Tensor cut(const at::Tensor& pixels, std::int64_t step, const BatchPlaces& places) const override;
    /// Bits per modelled dimension of the whole frame (fixed noise), on the scale of 8-bit pixels without the constants
    /// of the colour transform and the means; code energy, condition of the 1×1 and error of the inversion.
    Validation validate(const std::vector<std::int64_t>& rows, Ranks& ranks,
                        const std::stop_token& stop) const override;
    /// Eight held-out images: what is given, the level drawn, the truth.
    void write_sheet(const std::filesystem::path& path) const override;
    std::vector<double> temperature() const override;
    std::string note() const override;

  private:
    std::vector<double> bits_of(const std::vector<std::int64_t>& rows, const std::stop_token& stop) const;
    at::Tensor pixels_of(const std::vector<std::int64_t>& rows) const;
    void measure_codes(const std::vector<std::int64_t>& rows, Validation& result) const;

    flow::Level& level_;
    const Dataset& data_;
    std::int64_t reduction_ = 0, patch_ = 0;
    std::uint64_t seed_ = 0;
    Frame frame_;
};

}  // namespace bplf
