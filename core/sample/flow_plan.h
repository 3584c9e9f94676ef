// SPDX-License-Identifier: GPL-3.0-or-later
// A trained model made ready for inference, one image at a time, so a face is the same whatever is drawn beside it.
// Torch-free header.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/flow/config.h"
#include "core/sample/latent.h"

namespace bplf::flow {
class Model;
}

namespace bplf {

/// What a label mix means to one plan; made once per mix.
struct FlowContext {
    virtual ~FlowContext() = default;
};

/// An image's code under one label.
struct Coded {
    std::vector<std::vector<float>> codes;  ///< fine to coarse
    double log_likelihood = 0;              ///< ln p(image | label)
};

/// What is known of a picture before the rest of it is drawn: all of a smaller one, or its luminance.
struct GivenPixels {
    int side = 0;
    int channels = 0;               ///< 1: the luminance; else as the plan's
    std::span<const float> values;  ///< [channels, side, side] in model range
};

/// Immutable; encode and decode may be called from several threads at once, each with its own scratch.
class FlowPlan {
  public:
    /// Working memory of one thread.
    struct Scratch {
        virtual ~Scratch() = default;
    };

    virtual ~FlowPlan() = default;

    virtual const flow::FlowConfig& config() const = 0;
    /// Fine to coarse.
    virtual const std::vector<LevelShape>& shapes() const = 0;
    /// label_weights: one per label, summing to 1; empty for an unconditional model.
    virtual std::shared_ptr<const FlowContext> context(std::span<const double> label_weights) const = 0;
    virtual std::shared_ptr<Scratch> make_scratch() const = 0;

    /// codes: eps per level, fine to coarse, [C_i, H_i, W_i]. image: [C, H, W] in model range. Returns ln p(image |
    /// label). Error(kInterrupted) when stopped between steps.
    virtual double decode(const FlowContext& context, const std::vector<std::vector<float>>& codes,
                          std::span<float> image, Scratch& scratch, const std::stop_token& stop = {}) const = 0;
    /// The inverse: fills codes, returns ln p(image | label).
    virtual double encode(const FlowContext& context, std::span<const float> image,
                          std::vector<std::vector<float>>& codes, Scratch& scratch,
                          const std::stop_token& stop = {}) const = 0;

    /// The same under each of several labels, bit for bit; what does not depend on the label is computed once.
    virtual std::vector<Coded> encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                          std::span<const float> image, Scratch& scratch,
                                          const std::stop_token& stop = {}) const;
    /// A picture whose pixels, averaged to the given side and, where it is the luminance that is given, without their
    /// colour, are the given ones; the rest is drawn from the codes of shapes(). Error(kUsage) where the model has no
    /// levels, or none that draw what is missing.
    virtual void complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes,
                          std::span<float> image, Scratch& scratch, const std::stop_token& stop = {}) const;

    /// Sides in pixels that drawn_as() takes, ascending; the last one is config().height.
    virtual std::vector<int> sizes() const;
    /// The same faces at another of the model's sizes (`side` pixels; 0: its own), or as their luminance alone; shares
    /// the weights. Its codes are the last ones of this plan's, its labels' contexts are this plan's. Error(kUsage)
    /// naming the sizes that there are: a model without levels has one.
    virtual std::shared_ptr<const FlowPlan> drawn_as(int side, bool grey) const;

    /// ln p in nats to bits per dimension (eq 4-1).
    double bits_per_dim(double log_likelihood) const;

  protected:
    /// What drawn_as() says of a side that is none of sizes().
    [[noreturn]] void refuse_size(int side) const;
};

/// Compiled kernels where the system has them (multi-scale flows), LibTorch modules otherwise. Shares or copies the
/// weights, which must not change afterwards. Error(kNumeric) when a 1×1 convolution is singular.
std::shared_ptr<const FlowPlan> make_plan(const std::shared_ptr<flow::Model>& model);

}  // namespace bplf
