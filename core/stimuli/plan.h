// SPDX-License-Identifier: GPL-3.0-or-later
// What a set of stimuli is to be: identities × expressions × levels × orientations, and how the pictures are finished.
// The same plan, model and build give the same bytes.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/sample/label_mix.h"

namespace bplf::stimuli {

inline constexpr const char* kPlanSchema = "bplf.stimuli.v1";

/// Identities found by rules among the faces of seeds; each rule may be absent.
struct ChooseRule {
    int count = 0;
    std::uint64_t first = 1, last = 1;                ///< seeds
    std::optional<std::array<double, 2>> typicality;  ///< percentiles of bits/dim at neutral among all candidates
    std::optional<double> recognised;                 ///< least probability that the judge gives each asked emotion
    std::optional<double> distinct;                   ///< least distance to the chosen ones before (identity_distance)
};

/// One entry of "identities".
struct IdentityEntry {
    enum class Kind { kSeeds, kLatent, kPhoto, kChoose };
    Kind kind = Kind::kSeeds;
    std::uint64_t first = 1, last = 1;  ///< seeds
    std::string file;                   ///< latent or photo, as written in the plan
    std::string name;                   ///< of one seed, photo or code; empty = made from what it is
    std::string label;                  ///< what a photo shows; empty = the likeliest
    ChooseRule choose;
};

struct Expression {
    std::string name;
    LabelMix mix;
};

enum class MaskKind { kNone, kOval, kEllipse };
enum class LuminanceKind { kNone, kMeanSd, kHistogram };

struct MaskPlan {
    MaskKind kind = MaskKind::kNone;
    double edge = 4;                              ///< soft edge in pixels of the finished picture
    double scale = 1;                             ///< of an oval, beside the face's own size
    std::optional<std::array<double, 2>> axes;    ///< of an ellipse: width and height in pixels
    std::optional<std::array<double, 2>> centre;  ///< the same; absent = the middle
};

struct LuminancePlan {
    LuminanceKind kind = LuminanceKind::kNone;
    std::optional<double> mean, sd;  ///< absent = the set's own
};

/// Participants in `count` groups see each identity once, with another emotion in each group.
struct GroupPlan {
    int count = 0;            ///< 0 = no groups: one table of everything
    std::vector<int> levels;  ///< shown in the groups; empty = the highest alone
};

/// A film from neutral to a level for each identity and expression.
struct ClipPlan {
    int frames = 30;  ///< from the first to the last
    double fps = 30;
    int level = 100;
    int hold = 0;     ///< frames of neutral before the first change
    bool mp4 = true;  ///< else frames alone
    bool operator==(const ClipPlan&) const = default;
};

struct Plan {
    std::string model = "default";
    std::string model_sha256;  ///< empty = whatever the model is now
    std::vector<IdentityEntry> identities;
    std::vector<Expression> expressions;
    bool all_expressions = false;     ///< every label of the model but neutral, instead of `expressions`
    std::string neutral = "neutral";  ///< label or mix; empty = no label
    std::vector<int> levels;          ///< percent, ascending, each once
    std::vector<double> temperature;  ///< empty = the model's own
    std::optional<double> intensity;  ///< of 100 %; absent = the model's own
    bool as_is = true, mirrored = false;
    int size = 0;  ///< width in pixels; 0 = as drawn
    std::string filter = "lanczos";
    int background = 128;
    MaskPlan mask;
    LuminancePlan luminance;
    std::string name = "{emotion}_{identity}_{level:03d}.png";
    GroupPlan groups;
    std::optional<ClipPlan> clips;
    std::string judge = "emotion-classifier";  ///< empty = none
    bool contact_sheet = true;
    std::uint64_t seed = 1;        ///< deals identities to groups
    std::filesystem::path folder;  ///< that file names are relative to; not part of the plan
};

/// Error(kInput) at `where` naming the field: not JSON, another schema, an unknown field, a value that cannot be one.
Plan plan_from_json(const std::string& text, const std::string& where);
Plan read_plan(const std::filesystem::path& file);
/// With every field, also those that were left out; plan_from_json reads it back.
nlohmann::ordered_json to_json(const Plan& plan);

/// A complete small plan that works as it is.
std::string example_plan();

}  // namespace bplf::stimuli
