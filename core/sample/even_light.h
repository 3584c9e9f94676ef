// SPDX-License-Identifier: GPL-3.0-or-later
// How bright and how contrasty each label draws the same codes, and a copy of a flow in which labels do not
// differ in that (core/flow/README.md#light).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace bplf::flow {
class Model;
}

namespace bplf {

class Sampler;

/// Of the pictures of one label, as 8-bit luminance.
struct LabelLightness {
    std::string label;
    double mean = 0;      ///< grey levels, over pictures
    double contrast = 0;  ///< standard deviation within a picture in grey levels, mean over pictures
};

/// Which codes are drawn, and how.
struct LightRequest {
    std::vector<double> temperature;  ///< per level
    double intensity = 1;
    int codes = 256;  ///< at least 1: seeds seed … seed + codes − 1, the same for every label
    std::uint64_t seed = 1;
};

/// One row a label. Precondition: a conditional plan. Error(kInterrupted) when stopped.
std::vector<LabelLightness> lightness_of_labels(const Sampler& sampler, const LightRequest& request,
                                                const std::stop_token& stop = {});
/// Largest less smallest mean, in grey levels.
double spread_of_means(std::span<const LabelLightness> labels);
/// Largest over smallest contrast, less 1.
double spread_of_contrasts(std::span<const LabelLightness> labels);

/// A flow with label_light set, and what was measured on the way.
struct EvenedLight {
    std::shared_ptr<flow::Model> model;
    std::vector<LabelLightness> before, after;
};

/// A copy of a multi-scale flow whose labels draw the codes of the request equally bright and contrasty at its
/// intensity: measured and corrected in turn, since pictures are clipped. A code's face is the one that the flow it was
/// made of draws, but for its light; without a label wholly so. Error(kUsage) for another kind of model, one without
/// labels, or an intensity of 0.
EvenedLight even_light(const std::shared_ptr<flow::Model>& model, const LightRequest& request, int threads,
                       const ProgressSink& progress = {}, const std::stop_token& stop = {});

}  // namespace bplf
