// SPDX-License-Identifier: GPL-3.0-or-later
// One level of a pyramid (flow/pyramid/context_flow.h) compiled for the processor: p(modelled planes | given planes).
// Torch-free.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/channel_mix.h"
#include "core/sample/coupling_plan.h"
#include "core/sample/latent.h"

namespace bplf {

/// Immutable after build; encode and decode may be called from several threads at once, each with its own scratch.
class ContextPlan {
  public:
    /// The mixing of a step of a scale, both counted from 0, on a grid of so many pixels.
    using Mixings = std::function<ChannelMix(std::size_t scale, std::size_t step, int pixels)>;
    /// config: of a level; weights: by the names of flow::ContextFlow.
    ContextPlan(const flow::FlowConfig& config, const WeightSource& weights, const Mixings& mixings);
    ~ContextPlan();
    ContextPlan(ContextPlan&&) noexcept;

    /// Of the modelled planes, and of what is given: channels differ, sides are the same.
    LevelGrid modelled() const;
    LevelGrid given() const;
    /// Of the codes, fine to coarse.
    const std::vector<LevelShape>& shapes() const;

    struct Scratch;
    std::shared_ptr<Scratch> make_scratch() const;

    /// given: [pixels][given channels]; codes: of shapes(), [C, H, W]. Fills `values`, [pixels][modelled channels];
    /// returns ln p(values | given). Error(kInterrupted) when stopped between steps.
    double decode(const std::vector<float>& given, std::span<const std::vector<float>> codes,
                  std::vector<float>& values, Scratch& scratch, const std::stop_token& stop) const;
    /// The inverse: fills `codes`.
    double encode(const std::vector<float>& given, const std::vector<float>& values,
                  std::span<std::vector<float>> codes, Scratch& scratch, const std::stop_token& stop) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
