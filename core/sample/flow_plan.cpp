// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/flow_plan.h"

#include <cmath>
#include <numbers>
#include <string>

#include "core/base/error.h"

namespace bplf {

double FlowPlan::bits_per_dim(double log_likelihood) const {
    const double dimensions = static_cast<double>(config().dimensions());
    const double half_bins = std::ldexp(1.0, config().n_bits - 1);
    return (-log_likelihood / dimensions + std::log(half_bins)) / std::numbers::ln2;
}

void FlowPlan::refuse_size(int side) const {
    std::string known;
    for (const int size : sizes()) known += (known.empty() ? "" : ", ") + std::to_string(size);
    throw_usage_error("The model draws no faces of " + std::to_string(side) + " pixels.", "size",
                      "It draws them with sides of " + known + ".");
}

std::vector<Coded> FlowPlan::encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                        std::span<const float> image, Scratch& scratch,
                                        const std::stop_token& stop) const {
    std::vector<Coded> all(contexts.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i].log_likelihood = encode(*contexts[i], image, all[i].codes, scratch, stop);
    return all;
}

void FlowPlan::complete(const GivenPixels&, const std::vector<std::vector<float>>&, std::span<float>, Scratch&,
                        const std::stop_token&) const {
    throw_usage_error("The model draws whole faces only: it has no levels that add to a given one.", "model",
                      "Use a model of several sizes, as the default is.");
}

std::vector<int> FlowPlan::sizes() const {
    return {static_cast<int>(config().height)};
}

std::shared_ptr<const FlowPlan> FlowPlan::drawn_as(int side, bool) const {
    if (side != 0 && side != config().height) refuse_size(side);
    throw_usage_error("The model draws faces in colour only.", "grey",
                      "Leave the luminance to a program for pictures.");
}

}  // namespace bplf
