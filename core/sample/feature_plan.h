// SPDX-License-Identifier: GPL-3.0-or-later
// nn::FeatureNet prepared for inference. Torch-free.
#pragma once

#include <string>
#include <vector>

#include "core/nn/direct_conv.h"
#include "core/sample/coupling_plan.h"
#include "core/sample/pixel_grid.h"

namespace bplf {

/// Immutable after build; run() may be called from several threads with their own scratch.
class FeaturePlan {
  public:
    /// Reads `prefix`layer1_weight, … until there is none; `grid`: its sides are those of the planes.
    FeaturePlan(const WeightSource& weights, const std::string& prefix, int in, LevelGrid grid);

    /// Channels of the features; in Scratch::out they stand out_stride() apart.
    int out() const { return layers_.back().conv.out; }
    int out_stride() const { return layers_.back().conv.out_padded; }

    /// Room for one image: rings of zeros stay zero between runs.
    struct Scratch {
        std::vector<std::vector<float>> inputs;  ///< of each layer, with its ring
        std::vector<float> out;                  ///< [pixels][out_stride]
    };
    Scratch make_scratch() const;
    /// planes: [pixels][in].
    void run(const std::vector<float>& planes, Scratch& scratch) const;

  private:
    struct Layer {
        nn::PackedConv conv;
        std::vector<float> bias;
    };
    std::vector<Layer> layers_;
    int height_, width_;
};

}  // namespace bplf
