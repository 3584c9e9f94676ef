// SPDX-License-Identifier: GPL-3.0-or-later
// The immutable description of what to draw. One JSON object drives the studio, the command line,
// the recipe inside a PNG, and tests; equal requests give equal pictures on the same device.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/sample/look.h"

namespace bplf {

/// Widest that a picture is saved.
inline constexpr int kLargestPicture = 4096;

/// Which of a model's sizes a face is drawn at; all have the same codes.
struct DrawnAs {
    int size = 0;       ///< side in pixels; 0 = the model's own
    bool grey = false;  ///< the luminance alone
    bool operator==(const DrawnAs&) const = default;
};

/// Of several codes for each face the one that a classifier reads best as asked. Candidate j of the face with seed s is
/// the face of seed s + j · kCandidateStep.
struct BestOf {
    int candidates = 1;                             ///< 1..kMostCandidates; 1 = the seed's own face, whatever it shows
    std::string classifier = "emotion-classifier";  ///< embedded name, file or folder
    std::vector<int> chosen;                        ///< candidate of each cell, row by row; empty = still to be found
    bool operator==(const BestOf&) const = default;
};
inline constexpr std::uint64_t kCandidateStep = 1'000'000;
inline constexpr int kMostCandidates = 256;

/// Faces from seeds. Cell k of row r is drawn from seed + k, or the chosen candidate of it, under look r (see cells.h),
/// independent of grid, batch and the other cells.
struct SampleRequest {
    std::string model = "default";  ///< name, file or folder, as the user gave it
    std::string model_sha256;       ///< of the weights; empty = whatever `model` is now
    std::uint64_t seed = 1;
    int count = 16;   ///< cells per row, 1..4096
    int columns = 4;  ///< presentation only: does not change a single face
    DrawnAs as;
    BestOf best_of;
    int pixels = 0;  ///< presentation: width of each saved picture, 1..kLargestPicture; 0 = as drawn
    /// One row each, at least one, which differ in their mix alone: JSON and the command line have one temperature and
    /// one intensity. What they leave out is the model's own.
    std::vector<Look> looks{Look{}};
    bool operator==(const SampleRequest&) const = default;
};

/// How codes are interpolated between two keys.
enum class Path { kSlerp, kLinear };
/// How time runs between two keys.
enum class Easing { kLinear, kEaseIn, kEaseOut, kEaseInOut, kHold };

/// One key of a morph: a code, what it is drawn under, and how to leave it.
struct MorphKey {
    std::string source = "seed:1";  ///< "seed:N", "latent:FILE" or "photo:FILE"
    /// What it leaves out is, of seeds, the model's own; of latents the look of their making; of photos the likeliest
    /// label and an intensity of 1.
    Look look;
    Easing easing = Easing::kEaseInOut;
    double at = -1;   ///< frame the key stands on; negative = keys evenly spaced (see morph_timing.h)
    double hold = 0;  ///< frames to stay on the key before leaving it, >= 0
    bool operator==(const MorphKey&) const = default;
};

/// A film through keys.
struct MorphRequest {
    std::string model = "default";
    std::string model_sha256;
    DrawnAs as;
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

/// What an editor shows of a key that leaves it out: the model's own look for a seed; for a photo or a latent, which
/// show a face as it was, that of look_as_stored().
Look own_look(const MorphKey& key, const Look& model);

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
