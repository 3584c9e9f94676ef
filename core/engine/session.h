// SPDX-License-Identifier: GPL-3.0-or-later
// One loaded model with everything that drawing and encoding need.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/sample/sampler.h"

namespace bplf {

/// Immutable but for its small cache of label contexts. Used by one thread at a time.
class Session {
  public:
    /// Of the model's facts, the sizes are those of its plan. threads: that draw at a time, at least 1.
    Session(LoadedModel model, int threads);

    const ModelInfo& info() const { return info_; }
    /// Draws the model's own size, or another of its sizes and without colour (flow_plan.h). Error(kUsage) where the
    /// model has no such.
    const Sampler& sampler(const DrawnAs& as = {}) const;
    /// Of the codes of the whole model, those that this sampler takes.
    static std::vector<std::vector<float>> codes_for(const Sampler& sampler, std::vector<std::vector<float>> codes);

    /// Label terms of a mix; the last few are kept, so that a drag of another slider does not compute them anew.
    std::shared_ptr<const FlowContext> context(const std::vector<double>& weights) const;
    /// The same of a resolved look.
    std::shared_ptr<const FlowContext> context(const Look& look) const {
        return context(condition_of(look, info_.labels));
    }

    /// Error(kInput) when the latent's shapes are not the model's.
    std::vector<std::vector<float>> codes_of(const Latent& latent) const;
    Latent latent_from(std::vector<std::vector<float>> codes) const;

  private:
    ModelInfo info_;
    int threads_;
    Sampler sampler_;
    mutable std::map<std::pair<int, bool>, Sampler> others_;  ///< by side and greyness
    mutable std::mutex cache_mutex_;
    mutable std::vector<std::pair<std::vector<double>, std::shared_ptr<const FlowContext>>> contexts_;
};

/// Multiplies each level of a code by its temperature.
void scale_levels(std::vector<std::vector<float>>& codes, const std::vector<double>& temperature);

/// Encodes a crop of the model's size; an empty mix means the most likely label. Error(kInput) for another size,
/// Error(kNumeric) when the image leaves the finite range.
Encoding encode_crop(const Session& session, const Image& crop, const LabelMix& mix, const std::stop_token& stop);

}  // namespace bplf
