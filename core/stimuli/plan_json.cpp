// SPDX-License-Identifier: GPL-3.0-or-later
// Plans out of JSON.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/sample/look.h"
#include "core/sample/request.h"
#include "core/stimuli/plan_fields.h"

namespace bplf::stimuli {
namespace {

constexpr std::size_t kMostLevels = 101;

void read_seeds(Fields& fields, std::uint64_t& first, std::uint64_t& last) {
    const nlohmann::json* range = fields.find("seeds");
    if (!range) fields.wrong("seeds", "two seeds [first, last]");
    if (!range->is_array() || range->size() != 2) fields.wrong("seeds", "two seeds [first, last]");
    first = fields.seed("seeds", (*range)[0]);
    last = fields.seed("seeds", (*range)[1]);
    if (last < first || last - first >= 100000) fields.wrong("seeds", "two seeds [first, last], up to 100000 of them");
}

ChooseRule choose_of(Fields fields) {
    ChooseRule rule;
    rule.count = 12;
    fields.read("count", 1, 4096, rule.count);
    read_seeds(fields, rule.first, rule.last);
    fields.read("typicality", 0, 100, rule.typicality);
    if (rule.typicality && (*rule.typicality)[0] >= (*rule.typicality)[1])
        fields.wrong("typicality", "a lower and a higher percentile [low, high]");
    fields.read("recognised", 0, 1, rule.recognised);
    fields.read("distinct", 0, 2, rule.distinct);
    fields.finish();
    if (rule.last - rule.first + 1 < static_cast<std::uint64_t>(rule.count))
        fields.wrong("seeds", "at least as many seeds as \"count\"");
    return rule;
}

IdentityEntry identity_of(Fields fields) {
    IdentityEntry entry;
    int kinds = 0;
    if (const nlohmann::json* seed = fields.find("seed")) {
        entry.first = entry.last = fields.seed("seed", *seed);
        ++kinds;
    }
    if (fields.find("seeds")) {
        read_seeds(fields, entry.first, entry.last);
        ++kinds;
    }
    if (fields.find("latent")) {
        fields.read("latent", entry.file);
        entry.kind = IdentityEntry::Kind::kLatent;
        ++kinds;
    }
    if (fields.find("photo")) {
        fields.read("photo", entry.file);
        fields.read("label", entry.label);
        entry.kind = IdentityEntry::Kind::kPhoto;
        ++kinds;
    }
    if (const nlohmann::json* rule = fields.find("choose")) {
        entry.choose = choose_of(fields.inside("choose", *rule));
        entry.kind = IdentityEntry::Kind::kChoose;
        ++kinds;
    }
    if (kinds != 1) fields.wrong("", "one of seed, seeds, latent, photo or choose");
    fields.read("name", entry.name);
    if (!entry.name.empty() && (entry.first != entry.last || entry.kind == IdentityEntry::Kind::kChoose))
        fields.wrong("name", "left out where there are several identities");
    fields.finish();
    return entry;
}

LabelMix mix_in(const Fields& fields, const std::string& field, const std::string& words) {
    try {
        return parse_label_mix(words, {});
    } catch (const Error&) {
        fields.wrong(field, "a label, or a mix like \"happy=0.6,surprise=0.4\"");
    }
}

/// "happy", or {"name": "bittersweet", "mix": "happy=0.5,sad=0.5"}.
Expression expression_of(const Fields& fields, const nlohmann::json& value) {
    if (value.is_string()) return {value.get<std::string>(), mix_in(fields, "expressions", value.get<std::string>())};
    Fields inner = fields.inside("expressions", value);
    Expression expression;
    std::string mix;
    inner.read("name", expression.name);
    inner.read("mix", mix);
    if (expression.name.empty() || mix.empty()) inner.wrong("", "{\"name\", \"mix\"}");
    expression.mix = mix_in(inner, "mix", mix);
    inner.finish();
    return expression;
}

void read_expressions(Fields& fields, Plan& plan) {
    const nlohmann::json* found = fields.find("expressions");
    if (!found) fields.wrong("expressions", "a list of labels or mixes, or \"all\"");
    if (found->is_string() && *found == "all") {
        plan.all_expressions = true;
        return;
    }
    for (const nlohmann::json& value : fields.list("expressions", *found))
        plan.expressions.push_back(expression_of(fields, value));
}

std::vector<int> levels_in(Fields& fields, const std::string& field, const nlohmann::json& value) {
    std::vector<int> levels;
    if (value.is_object()) {
        Fields steps = fields.inside(field, value);
        int from = 0, to = 100, step = 25;
        steps.read("from", 0, 100, from);
        steps.read("to", 0, 100, to);
        steps.read("step", 1, 100, step);
        steps.finish();
        if (to < from || (to - from) % step != 0)
            steps.wrong("step", "a whole part of the way from \"from\" to \"to\"");
        for (int level = from; level <= to; level += step) levels.push_back(level);
        return levels;
    }
    for (const nlohmann::json& level : fields.list(field, value)) levels.push_back(fields.whole(field, level, 0, 100));
    std::ranges::sort(levels);
    if (levels.size() > kMostLevels || std::ranges::adjacent_find(levels) != levels.end())
        fields.wrong(field, "percent from 0 to 100, each once");
    return levels;
}

void read_orientations(Fields& fields, Plan& plan) {
    const nlohmann::json* found = fields.find("orientations");
    if (!found) return;
    plan.as_is = plan.mirrored = false;
    for (const nlohmann::json& value : fields.list("orientations", *found)) {
        if (value == "as is" && !plan.as_is)
            plan.as_is = true;
        else if (value == "mirrored" && !plan.mirrored)
            plan.mirrored = true;
        else
            fields.wrong("orientations", "\"as is\", \"mirrored\" or both");
    }
}

template <typename Kind>
Kind kind_in(Fields& fields, const std::string& field, const std::vector<std::pair<const char*, Kind>>& kinds) {
    std::string word = kinds.front().first, words;
    fields.read(field, word);
    for (const auto& [name, kind] : kinds) {
        if (word == name) return kind;
        words += (words.empty() ? "" : ", ") + std::string(name);
    }
    fields.wrong(field, "one of " + words);
}

MaskPlan mask_of(Fields fields) {
    MaskPlan mask;
    mask.kind = kind_in(fields, "shape", kMaskKinds);
    fields.read("edge", 0, 4096, mask.edge);
    if (mask.kind == MaskKind::kOval) fields.read("scale", 0.1, 4, mask.scale);
    if (mask.kind == MaskKind::kEllipse) {
        fields.read("axes", 1, 100000, mask.axes);
        fields.read("centre", 0, 4096, mask.centre);
        if (!mask.axes) fields.wrong("axes", "the width and height of the ellipse in pixels, [a, b]");
    }
    fields.finish();
    return mask;
}

LuminancePlan luminance_of(Fields fields) {
    LuminancePlan luminance;
    luminance.kind = kind_in(fields, "match", kLuminanceKinds);
    if (luminance.kind == LuminanceKind::kMeanSd) {
        fields.read("mean", 0, 255, luminance.mean);
        fields.read("sd", 0, 127.5, luminance.sd);
    }
    fields.finish();
    return luminance;
}

void read_groups(Fields& fields, GroupPlan& groups) {
    const nlohmann::json* found = fields.find("groups");
    if (!found) return;
    if (!found->is_object()) {
        groups.count = fields.whole("groups", *found, 0, 1000);
        return;
    }
    Fields inner = fields.inside("groups", *found);
    inner.read("count", 0, 1000, groups.count);
    if (const nlohmann::json* levels = inner.find("levels")) {
        if (!levels->is_array() || !levels->empty()) groups.levels = levels_in(inner, "levels", *levels);
    }
    inner.finish();
}

ClipPlan clips_of(Fields fields) {
    ClipPlan clips;
    fields.read("frames", 2, 10000, clips.frames);
    fields.read("fps", 1, 240, clips.fps);
    fields.read("level", 1, 100, clips.level);
    fields.read("hold", 0, 10000, clips.hold);
    fields.read("mp4", clips.mp4);
    fields.finish();
    return clips;
}

void read_finish(Fields& fields, Plan& plan) {
    fields.read("size", 0, kLargestPicture, plan.size);
    fields.read("filter", plan.filter);
    const std::vector<std::string> filters{"lanczos", "bicubic", "triangle"};
    if (std::ranges::find(filters, plan.filter) == filters.end())
        fields.wrong("filter", "lanczos, bicubic or triangle: pictures are enlarged smoothly");
    fields.read("background", 0, 255, plan.background);
    if (const nlohmann::json* mask = fields.find("mask")) plan.mask = mask_of(fields.inside("mask", *mask));
    if (const nlohmann::json* luminance = fields.find("luminance"))
        plan.luminance = luminance_of(fields.inside("luminance", *luminance));
}

void read_faces(Fields& fields, Plan& plan) {
    const nlohmann::json* identities = fields.find("identities");
    if (!identities) fields.wrong("identities", "a list of { seed | seeds | latent | photo | choose }");
    for (const nlohmann::json& entry : fields.list("identities", *identities))
        plan.identities.push_back(identity_of(fields.inside("identities", entry)));
    read_expressions(fields, plan);
    const nlohmann::json* levels = fields.find("levels");
    plan.levels = levels ? levels_in(fields, "levels", *levels) : std::vector<int>{0, 100};
    fields.read("neutral", plan.neutral);
    mix_in(fields, "neutral", plan.neutral);
    if (const nlohmann::json* values = fields.find("temperature")) {
        if (!values->is_array() || values->size() > 32) fields.wrong("temperature", "a list of numbers, one per level");
        for (const nlohmann::json& value : *values)
            plan.temperature.push_back(fields.number("temperature", value, 0, 2));
    }
    fields.read("intensity", 0, kLargestIntensity, plan.intensity);
    read_orientations(fields, plan);
}

}  // namespace

Plan plan_from_json(const std::string& text, const std::string& where) {
    nlohmann::json object;
    try {
        object = nlohmann::json::parse(text, nullptr, true, /*ignore_comments=*/true);
    } catch (const nlohmann::json::parse_error& problem) {
        const std::string upto = text.substr(0, std::min(text.size(), problem.byte));
        throw_input_error("The plan is not valid JSON.",
                          where + ", line " + std::to_string(1 + std::ranges::count(upto, '\n')),
                          "Look for a missing comma, quote or bracket there.");
    }
    Fields fields(object, where, "");
    std::string schema;
    fields.read("schema", schema);
    if (schema != kPlanSchema) fields.wrong("schema", std::string("\"") + kPlanSchema + '"');
    Plan plan;
    fields.read("model", plan.model);
    fields.read("model_sha256", plan.model_sha256);
    read_faces(fields, plan);
    read_finish(fields, plan);
    fields.read("name", plan.name);
    read_groups(fields, plan.groups);
    if (const nlohmann::json* clips = fields.find("clips")) plan.clips = clips_of(fields.inside("clips", *clips));
    fields.read("judge", plan.judge);
    fields.read("contact_sheet", plan.contact_sheet);
    fields.read("seed", plan.seed);
    fields.finish();
    return plan;
}

Plan read_plan(const std::filesystem::path& file) {
    constexpr std::size_t kLargestPlan = std::size_t{1} << 24;
    Plan plan = plan_from_json(read_file(file, kLargestPlan), file.string());
    plan.folder = file.parent_path();
    return plan;
}

}  // namespace bplf::stimuli
