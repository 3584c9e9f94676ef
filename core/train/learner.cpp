// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learner.h"

#include <torch/types.h>

#include <algorithm>

namespace bplf {

Learner::Learner(torch::nn::Module& model, const OptimiserOptions& options)
    : weights_(model), statistics_(model), optimiser_(options, weights_.values()) {}

void Learner::begin() {
    average_ = weights_.values().clone();
    average_statistics_ = statistics_.values();
}

double Learner::gradient_norm() {
    return weights_.gradient().norm().item<double>();
}

void Learner::step(double gradient_norm, const StepRule& rule) {
    const at::NoGradGuard no_grad;
    if (rule.clip > 0 && gradient_norm > rule.clip) weights_.gradient().mul_(rule.clip / gradient_norm);
    optimiser_.step(weights_.values(), weights_.gradient(), rule.learning_rate);
    // A young average follows the weights faster, or it would remember the start for thousands of steps.
    const double age = static_cast<double>(optimiser_.steps());
    const double decay = std::min(rule.decay, (1 + age) / (10 + age));
    average_.lerp_(weights_.values(), 1 - decay);
    average_statistics_.lerp_(statistics_.values(), 1 - decay);
}

bool Learner::is_finite() {
    return weights_.values().isfinite().all().item<bool>();
}

void Learner::store(TrainState& state) {
    state.optimiser_steps = optimiser_.steps();
    state.online = weights_.values();
    state.average = average_;
    state.statistics = statistics_.values();
    state.first_moment = optimiser_.first_moment();
    state.second_moment = optimiser_.second_moment();
    state.layout = weights_.layout();
}

void Learner::restore(const TrainState& state) {
    const at::NoGradGuard no_grad;
    const at::Device device = weights_.values().device();
    average_statistics_ = statistics_.values();
    if (state.statistics.defined()) statistics_.assign(state.statistics.to(device));
    weights_.values().copy_(state.online);
    average_ = state.average.to(device);
    optimiser_.first_moment().copy_(state.first_moment);
    optimiser_.second_moment().copy_(state.second_moment);
    optimiser_.set_steps(state.optimiser_steps);
}

}  // namespace bplf
