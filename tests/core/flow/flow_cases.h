// SPDX-License-Identifier: GPL-3.0-or-later
// Small flows that together use every switch, and helpers that treat a map as a function to differentiate.
#pragma once

#include <torch/types.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "core/flow/model.h"

namespace bplf::flow::test {

/// A named configuration.
struct FlowCase {
    std::string name;
    FlowConfig config;
};
inline void PrintTo(const FlowCase& item, std::ostream* stream) {
    *stream << item.name;
}

/// 1×8×8 or smaller (D <= 64; in colour 3×8×8), width 8, depth 2: every registered system, every switch, and pyramids.
std::vector<FlowCase> small_flows();

/// The defaults of a registered system at that size.
FlowConfig small_flow(const std::string& system);

/// A level of images of this side, width 8, depth 2, features 4; with `squeezes` of the planes.
FlowConfig small_level(const std::string& level, std::int64_t channels, std::int64_t side, std::int64_t squeezes);
/// 8×8 images: a base of 4×4 with three labels, chroma where there are three channels, one detail level.
FlowConfig small_pyramid(std::int64_t channels);

/// Adds N(0, deviation²) to every parameter, so that nothing stays at its identity start.
void perturb(torch::nn::Module& module, double deviation = 0.05);

/// Random label rows that sum to 1, or undefined for an unconditional config.
at::Tensor random_labels(const FlowConfig& config, std::int64_t images, at::ScalarType type);

/// The largest magnitude in x.
inline double largest(const at::Tensor& x) {
    return x.abs().max().item<double>();
}

/// ln |det ∂f/∂x| at one image x by as many backward passes as dimensions; float64.
double jacobian_log_det(const std::function<at::Tensor(const at::Tensor&)>& f, const at::Tensor& x);
/// The full Jacobian [D, D].
at::Tensor jacobian(const std::function<at::Tensor(const at::Tensor&)>& f, const at::Tensor& x);

}  // namespace bplf::flow::test
