// SPDX-License-Identifier: GPL-3.0-or-later
// What a run trains, as the trainer sees it: a model of whole images, or a level of a pyramid.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/density.h"
#include "core/train/batch_places.h"
#include "core/train/train_config.h"
#include "core/train/validation.h"

namespace bplf {

/// Refers to the density and the data, which must outlive it.
class Objective {
  public:
    virtual ~Objective() = default;
    /// The pixels of a batch [N, C, H, W] that step `step` scores (−1: initialisation); `places`: of its images.
    virtual at::Tensor cut(const at::Tensor& pixels, std::int64_t step, const BatchPlaces& places) const = 0;
    /// On held-out rows, with the density as it is; each rank scores its share, and all have the result.
    virtual Validation validate(const std::vector<std::int64_t>& rows, Ranks& ranks,
                                const std::stop_token& stop) const = 0;
    /// A picture of what was learned, as a PNG.
    virtual void write_sheet(const std::filesystem::path& path) const = 0;
    /// Default temperatures for the checkpoint, fine to coarse.
    virtual std::vector<double> temperature() const = 0;
    /// Which images and pixels of the data take part; empty: all.
    virtual std::string note() const { return {}; }
};

/// The settings that a run of such a density starts from.
TrainConfig default_training(const flow::FlowConfig& config);

/// Error(kInput) naming the data `name` when they do not fit: images of another size than the model's, grey ones for a
/// colour level, smaller ones than the level's.
std::unique_ptr<Objective> make_objective(flow::Density& density, const Dataset& data, const std::string& name,
                                          const TrainConfig& training);

}  // namespace bplf
