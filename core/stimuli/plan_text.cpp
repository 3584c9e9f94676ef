// SPDX-License-Identifier: GPL-3.0-or-later
// Plans into JSON, and the one that shows how they look.
#include <nlohmann/json.hpp>

#include "core/sample/request_text.h"
#include "core/stimuli/plan_fields.h"

namespace bplf::stimuli {
namespace {

using Json = nlohmann::ordered_json;

Json identity_json(const IdentityEntry& entry) {
    Json json;
    switch (entry.kind) {
        case IdentityEntry::Kind::kSeeds:
            if (entry.first == entry.last)
                json["seed"] = entry.first;
            else
                json["seeds"] = {entry.first, entry.last};
            break;
        case IdentityEntry::Kind::kLatent:
            json["latent"] = entry.file;
            break;
        case IdentityEntry::Kind::kPhoto:
            json["photo"] = entry.file;
            if (!entry.label.empty()) json["label"] = entry.label;
            break;
        case IdentityEntry::Kind::kChoose: {
            const ChooseRule& rule = entry.choose;
            auto& inner = json["choose"] = {{"count", rule.count}, {"seeds", {rule.first, rule.last}}};
            if (rule.typicality) inner["typicality"] = *rule.typicality;
            if (rule.recognised) inner["recognised"] = *rule.recognised;
            if (rule.distinct) inner["distinct"] = *rule.distinct;
            break;
        }
    }
    if (!entry.name.empty()) json["name"] = entry.name;
    return json;
}

template <typename Kind>
const char* word_of(Kind kind, const std::vector<std::pair<const char*, Kind>>& kinds) {
    for (const auto& [name, value] : kinds) {
        if (value == kind) return name;
    }
    return "";
}

Json mask_json(const MaskPlan& mask) {
    Json json{{"shape", word_of(mask.kind, kMaskKinds)}};
    if (mask.kind != MaskKind::kNone) json["edge"] = mask.edge;
    if (mask.kind == MaskKind::kOval) json["scale"] = mask.scale;
    if (mask.axes) json["axes"] = *mask.axes;
    if (mask.centre) json["centre"] = *mask.centre;
    return json;
}

Json luminance_json(const LuminancePlan& luminance) {
    Json json{{"match", word_of(luminance.kind, kLuminanceKinds)}};
    if (luminance.mean) json["mean"] = *luminance.mean;
    if (luminance.sd) json["sd"] = *luminance.sd;
    return json;
}

}  // namespace

nlohmann::ordered_json to_json(const Plan& plan) {
    Json json{{"schema", kPlanSchema}, {"model", plan.model}, {"model_sha256", plan.model_sha256}};
    for (const IdentityEntry& entry : plan.identities) json["identities"].push_back(identity_json(entry));
    if (plan.all_expressions) json["expressions"] = "all";
    for (const Expression& expression : plan.expressions)
        json["expressions"].push_back({{"name", expression.name}, {"mix", format_label_mix(expression.mix)}});
    json["levels"] = plan.levels;
    json["neutral"] = plan.neutral;
    json["temperature"] = plan.temperature;
    json["intensity"] = plan.intensity ? Json(*plan.intensity) : Json(nullptr);
    json["orientations"] = Json::array();
    if (plan.as_is) json["orientations"].push_back("as is");
    if (plan.mirrored) json["orientations"].push_back("mirrored");
    json["size"] = plan.size;
    json["filter"] = plan.filter;
    json["background"] = plan.background;
    json["mask"] = mask_json(plan.mask);
    json["luminance"] = luminance_json(plan.luminance);
    json["name"] = plan.name;
    json["groups"] = {{"count", plan.groups.count}, {"levels", plan.groups.levels}};
    if (plan.clips) {
        const ClipPlan& clips = *plan.clips;
        json["clips"] = {{"frames", clips.frames},
                         {"fps", clips.fps},
                         {"level", clips.level},
                         {"hold", clips.hold},
                         {"mp4", clips.mp4}};
    }
    json["judge"] = plan.judge;
    json["contact_sheet"] = plan.contact_sheet;
    json["seed"] = plan.seed;
    return json;
}

std::string example_plan() {
    return R"({
  "schema": "bplf.stimuli.v1",
  "model": "default",
  "identities": [{ "seeds": [1, 6] }],
  "expressions": ["anger", "happy", "sad"],
  "levels": [0, 50, 100],
  "size": 128,
  "background": 128,
  "mask": { "shape": "oval", "edge": 4 },
  "luminance": { "match": "mean-sd", "mean": 128, "sd": 40 },
  "name": "{emotion}_{identity}_{level:03d}.png",
  "groups": 3
}
)";
}

}  // namespace bplf::stimuli
