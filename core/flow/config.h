// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration of a multi-scale flow: JSON that travels inside the checkpoint.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace bplf::flow {

/// Every switch of core/flow/README.md. Words are the JSON values; validate() says which are allowed.
struct FlowConfig {
    std::string name;             ///< e.g. "emotion-32"
    std::string system = "bplf";  ///< row of the registry
    std::int64_t channels = 1, height = 32, width_px = 32;
    std::vector<std::string> labels;  ///< in the order of the data set; empty = unconditional
    int n_bits = 8;
    std::int64_t levels = 3;              ///< squeezes; 0 only in a detail level
    std::int64_t depth = 8;               ///< steps per level
    std::int64_t width = 64;              ///< hidden channels of g
    std::string kernels = "333";          ///< "333" or "313"
    std::int64_t parts = 2;               ///< K
    std::string part_sizes = "equal";     ///< "equal" | "increasing" | "decreasing", see sizes_of_parts()
    std::string dependence = "input";     ///< "input" | "output"
    std::string first = "const";          ///< "identity" | "const" | "net"
    std::string scale = "tanh";           ///< "none" | "tanh" | "sigmoid2" | "clamp"
    double clamp = 2.0;                   ///< of scale = clamp
    double scale_start = 0.0;             ///< b₀ of scale = tanh
    double last_bias = 0.0;               ///< start of g's last bias (DLF: 1)
    bool shared_scale = false;            ///< one a, b per g (DLF)
    std::string order = "scale_shift";    ///< "scale_shift" | "shift_scale"
    std::string norm = "actnorm";         ///< inside g: "actnorm" | "none"
    std::string position = "none";        ///< "none" | "edge" | "map"
    std::string condition = "none";       ///< "none" | "out" | "input" | "input+out" | "film"
    bool flow_actnorm = false;            ///< actnorm before each 1×1
    bool flow_batch_norm = false;         ///< batch norm after each coupling, a layer of the flow (RealNVP)
    std::string conv1x1 = "plain";        ///< "plain" | "plu" | "permutation" (fixed)
    std::string split_prior = "learned";  ///< "std" | "learned"
    bool split_label = false;             ///< label map in the split priors
    std::string top_prior = "learned";    ///< "std" | "learned" | "class" | "class_map" | "logistic" (NICE)

    bool label_light = false;  ///< the light of each label as an outermost layer (layers/label_light.h)

    std::int64_t blocks = 2;  ///< per net or scale: residual (RealNVP, f-VAE), gated (Flow++), hidden layers (NICE)
    std::vector<std::int64_t> layers;        ///< hidden layers of each coupling's net (NICE); empty: `blocks` in all
    std::int64_t components = 8;             ///< of the mixture of logistics (Flow++)
    std::int64_t heads = 4;                  ///< of the attention, 0 = none (Flow++)
    std::string dequantisation = "uniform";  ///< "uniform" | "variational" (Flow++)
    double dropout = 0.0;                    ///< in the gated nets while training (Flow++)
    std::int64_t coder_scales = 2;           ///< squeezes of the encoder (f-VAE)

    /// Of a level of a pyramid (pyramid/level.h): "chroma", or "detail" of the images of this height; "" = a model.
    std::string level;
    std::int64_t features = 32;        ///< channels of the features of what is given
    double log_scale_bound = 3.0;      ///< of a level: on Σ |log s| over its steps at any place
    double log_deviation_bound = 2.0;  ///< of a level: on |log σ| of its priors

    /// Of a whole pyramid (pyramid/pyramid.h): the base, then its levels from coarse to fine; of the fields above only
    /// the images' size, the labels and n_bits count then. Empty for everything else.
    std::vector<FlowConfig> pyramid;

    std::int64_t dimensions() const { return channels * height * width_px; }
    bool operator==(const FlowConfig&) const = default;
};

/// All fields, in the order above.
nlohmann::ordered_json to_json(const FlowConfig& config);
/// Fields missing from `json` keep the values of `base`. Error(kUsage) for an unknown key, a wrong type or a
/// value that validate() refuses; the message names the key.
FlowConfig config_from_json(const nlohmann::json& json, const FlowConfig& base = {});
/// Error(kUsage) naming the first field that does not fit.
void validate(const FlowConfig& config);

/// Channels of each of the config's parts in a level of `channels`: equal ones, or as in DLF, for K = 4 an eighth, an
/// eighth, a quarter and a half (increasing) or the other way round (decreasing). At least one channel each.
std::vector<std::int64_t> sizes_of_parts(const FlowConfig& config, std::int64_t channels);

/// The part of a pyramid that is called so: "base", "chroma", or a detail level by the side of its images ("64").
/// Error(kUsage) listing the words it has.
const FlowConfig& pyramid_part(const FlowConfig& config, const std::string& word);
/// The words of the parts that `codes` emitted codes belong to, fine to coarse: those of its levels, then "base".
std::vector<std::string> parts_of_codes(const FlowConfig& config, std::size_t codes);

}  // namespace bplf::flow
