// SPDX-License-Identifier: GPL-3.0-or-later
// A model while it is trained: its weights as one vector, the optimiser over them, and the averages that it is judged,
// drawn from and kept with.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include "core/train/flat_parameters.h"
#include "core/train/optimiser.h"
#include "core/train/running_statistics.h"
#include "core/train/train_state.h"

namespace bplf {

/// What one step of the optimiser goes by.
struct StepRule {
    double learning_rate = 0;
    double clip = 0;   ///< the gradient's largest norm; 0: any
    double decay = 0;  ///< of the averages, at most; 0: they are the newest weights
};

/// Refers to the model, which must outlive it and keep its device. Not to be shared between threads.
class Learner {
  public:
    /// Moves the weights (flat_parameters.h). begin() or restore() comes before a step or Averaged.
    Learner(torch::nn::Module& model, const OptimiserOptions& options);

    FlatParameters& weights() { return weights_; }
    at::Tensor& average() { return average_; }  ///< [P], of the weights

    /// The averages begin at what the model holds now: after its initialisation.
    void begin();
    /// The norm of the gradient that lies in weights().
    double gradient_norm();
    /// One update by the gradient, whose norm is finite, and of the averages.
    void step(double gradient_norm, const StepRule& rule);
    bool is_finite();

    /// Writes weights, moments and statistics into a state, without copying them.
    void store(TrainState& state);
    /// Takes them from there; the model's buffers hold the averaged statistics, as they lie in a checkpoint.
    void restore(const TrainState& state);

    /// While alive, the model computes with the averages.
    class Averaged {
      public:
        explicit Averaged(Learner& learner)
            : weights_(learner.weights_, learner.average_),
              statistics_(learner.statistics_, learner.average_statistics_) {}

      private:
        SwappedValues weights_;
        SwappedStatistics statistics_;
    };

  private:
    FlatParameters weights_;
    RunningStatistics statistics_;
    Optimiser optimiser_;
    at::Tensor average_, average_statistics_;
};

}  // namespace bplf
