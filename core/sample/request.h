// SPDX-License-Identifier: GPL-3.0-or-later
// The immutable description of what to draw. One JSON object drives the studio, the command line,
// the recipe inside a PNG, and tests; equal requests give equal pictures on the same device.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bplf {

/// A label with its weight in a mix, by name so that a recipe survives another label order.
struct LabelWeight {
    std::string label;
    double weight = 0;
    bool operator==(const LabelWeight&) const = default;
};

/// Weights >= 0 that sum to 1 (within 1e-9); empty means "no label" (the uniform vector, core/flow/README.md#labels).
using LabelMix = std::vector<LabelWeight>;

/// What an intensity may be at most (see intensified).
inline constexpr double kLargestIntensity = 4;

/// Faces from seeds. Cell k of mix r is drawn from seed + k with label mix r, independent of grid,
/// batch and the other cells.
struct SampleRequest {
    std::string model = "default";  ///< name, file or folder, as the user gave it
    std::string model_sha256;       ///< of the weights; empty = whatever `model` is now
    std::uint64_t seed = 1;
    int count = 16;   ///< cells per mix, 1..4096
    int columns = 4;  ///< presentation only: does not change a single face
    std::vector<LabelMix> mixes{LabelMix{}};
    std::vector<double> temperature;  ///< per level, fine to coarse, 0..2; empty = the model's own; one value = flat
    std::optional<double> intensity;  ///< of the expression, 0..kLargestIntensity; absent = the model's own
    bool operator==(const SampleRequest&) const = default;
};

/// How codes are interpolated between two keys.
enum class Path { kSlerp, kLinear };
/// How time runs between two keys.
enum class Easing { kLinear, kEaseIn, kEaseOut, kEaseInOut, kHold };

/// One key of a morph: a code, a label mix, a temperature, and how to leave it.
struct MorphKey {
    std::string source = "seed:1";    ///< "seed:N", "latent:FILE" or "photo:FILE"
    LabelMix mix;                     ///< empty: no label, but of photos the likeliest, of latents that of their making
    std::vector<double> temperature;  ///< as in SampleRequest; latents and photos default to 1
    std::optional<double> intensity;  ///< as in SampleRequest; photos default to 1, latents to what they were made at
    Easing easing = Easing::kEaseInOut;
    double at = -1;   ///< frame the key stands on; negative = keys evenly spaced (see morph_timing.h)
    double hold = 0;  ///< frames to stay on the key before leaving it, >= 0
    bool operator==(const MorphKey&) const = default;
};

/// A film through keys.
struct MorphRequest {
    std::string model = "default";
    std::string model_sha256;
    std::vector<MorphKey> keys;  ///< at least 2
    int frames = 48;             ///< 2..10000, over the whole film
    double fps = 12;
    Path path = Path::kSlerp;
    bool loop = false;  ///< adds the first key at the end
    bool operator==(const MorphRequest&) const = default;
};

/// JSON with schema "bplf.sample.v1" / "bplf.morph.v1". from_json throws Error(kUsage) naming the field.
nlohmann::json to_json(const SampleRequest& request);
nlohmann::json to_json(const MorphRequest& request);
SampleRequest sample_request_from_json(const nlohmann::json& json);
MorphRequest morph_request_from_json(const nlohmann::json& json);

/// "happy", "happy=0.6,surprise=0.4" or "" (no label) to a mix; weights are normalised to sum 1.
/// Error(kUsage) for a negative, non-finite or zero-sum mix or a word that is not in `labels`
/// (suggests the nearest); pass no labels to skip that check.
LabelMix parse_label_mix(const std::string& text, const std::vector<std::string>& labels);
/// The inverse of parse_label_mix.
std::string format_label_mix(const LabelMix& mix);
/// The mix as a dense vector in the order of `labels`; uniform when the mix is empty.
/// Error(kUsage) for an unknown label.
std::vector<double> dense_weights(const LabelMix& mix, const std::vector<std::string>& labels);
/// The other way: the labels whose weight is above 0. Precondition: as many weights as labels.
LabelMix sparse_mix(const std::vector<double>& weights, const std::vector<std::string>& labels);

/// The condition u + intensity · (weights - u), u the uniform vector: 0 is no label, 1 the mix itself, above 1
/// beyond what training showed; the sum stays 1. Bits/dim and inversion are exact for any of them.
std::vector<double> intensified(std::vector<double> weights, double intensity);

/// The intensity of a key: what it says, else `own`, the model's, for a seed, and 1 for a photo, which shows a face as
/// it was, and for a latent whose file names none.
double intensity_of(const MorphKey& key, double own);

/// One key in the grammar of `bplf morph --key`: SOURCE[;label=MIX][;temperature=T,…][;intensity=I]
/// [;easing=WORD][;at=FRAME][;hold=FRAMES], where a `;` or `\` inside the source is written `\;` or `\\`.
/// parse throws Error(kUsage) naming the part; pass no labels to skip the label check.
MorphKey parse_morph_key(const std::string& text, const std::vector<std::string>& labels);
/// The inverse of parse_morph_key, defaults omitted.
std::string format_morph_key(const MorphKey& key);

/// The same picture as a shell command (`bplf sample …` / `bplf morph …`), defaults omitted, words quoted.
std::string as_command(const SampleRequest& request);
std::string as_command(const MorphRequest& request);

}  // namespace bplf
