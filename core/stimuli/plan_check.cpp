// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan cannot ask of a model, said before anything is drawn.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/image/mask.h"
#include "core/stimuli/design.h"
#include "core/stimuli/groups.h"
#include "core/stimuli/name_template.h"

namespace bplf::stimuli {
namespace {

/// More than this of a bell curve outside 0…255 means that the target would clip much of each picture.
constexpr double kMostOutside = 0.25;

/// Errors of shared rules, said of the plan.
template <typename Work>
auto in_plan(const std::string& where, Work&& work) {
    try {
        return work();
    } catch (const Error& problem) {
        const std::string place = problem.where().empty() ? "" : "In \"" + problem.where() + "\": ";
        throw_input_error(place + problem.problem(), where, problem.hint());
    }
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void complete_expressions(Plan& plan, const ModelInfo& model, const std::string& where) {
    if (model.labels.empty())
        throw_input_error("The model \"" + model.name + "\" knows no emotions: it was trained without labels.", where,
                          "Choose a model with labels, such as \"default\".");
    if (plan.neutral == "neutral" && std::ranges::find(model.labels, "neutral") == model.labels.end())
        throw_input_error(
            "The model has no label \"neutral\" to begin from.", where,
            "Name what stands at 0 % in \"neutral\": one of " + join(model.labels) + ", or \"\" for no label.");
    in_plan(where, [&] { return parse_label_mix(plan.neutral, model.labels); });
    if (plan.all_expressions) {
        for (const std::string& label : model.labels) {
            if (label != plan.neutral) plan.expressions.push_back({label, {{label, 1}}});
        }
        plan.all_expressions = false;
    }
    std::set<std::string> names;
    for (const Expression& expression : plan.expressions) {
        in_plan(where, [&] { return parse_label_mix(format_label_mix(expression.mix), model.labels); });
        check_name(expression.name, where);
        if (plan.levels.front() == 0 &&
            (expression.name == neutral_name(plan) || expression.name == "own" || expression.name == "all"))
            throw_input_error("The expression \"" + expression.name + "\" has the name of what stands at 0 %.", where,
                              "Leave it out, or leave out level 0.");
        if (!names.insert(expression.name).second)
            throw_input_error("The expression \"" + expression.name + "\" is there twice.", where, "Name each once.");
    }
}

double normal_outside(double mean, double sd) {
    const auto above = [&](double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); };
    return above((255.5 - mean) / sd) + above((mean + 0.5) / sd);
}

void check_luminance(const LuminancePlan& luminance, const std::string& where) {
    if (luminance.kind != LuminanceKind::kMeanSd || !luminance.mean) return;
    const double mean = *luminance.mean, sd = luminance.sd.value_or(0);
    const double share = sd > 0 ? normal_outside(mean, sd) : 0;
    if (share > kMostOutside || sd * sd > mean * (255 - mean))
        throw_input_error("A mean of " + fixed(mean, 1) + " with a standard deviation of " + fixed(sd, 1) +
                              " would clip most pixels: about " + percent(share) +
                              " of a usual picture lie outside 0 to 255.",
                          where, "Move \"mean\" toward 128 or lower \"sd\".");
}

void check_mask(const Plan& plan, const ModelInfo& model, const std::string& where) {
    Design size;
    size.plan = plan;
    size.model = model;
    const int width = size.width(), height = size.height();
    const double shorter = std::min(width, height);
    if (plan.mask.kind != MaskKind::kNone && plan.mask.edge > shorter / 4)
        throw_input_error("The mask's soft edge of " + fixed(plan.mask.edge, 1) + " pixels leaves no face.", where,
                          "Use " + fixed(shorter / 4, 0) + " at most for pictures of this size.");
    if (plan.mask.kind != MaskKind::kEllipse) return;
    const auto [a, b] = plan.mask.axes.value();
    const auto centre = plan.mask.centre.value_or(std::array<double, 2>{width / 2.0, height / 2.0});
    if (!fits({centre[0], centre[1], a / 2, b / 2, 0, 0}, width, height))
        throw_input_error("The mask of " + fixed(a, 0) + "×" + fixed(b, 0) + " pixels is larger than the picture of " +
                              std::to_string(width) + "×" + std::to_string(height) + ", or reaches over its edge.",
                          where, "Make \"axes\" smaller, or \"size\" larger.");
    if (plan.mask.edge >= std::min(a, b) / 2)
        throw_input_error("The mask's soft edge is as wide as the mask.", where, "Make \"edge\" smaller.");
}

void check_groups(Plan& plan, const std::string& where) {
    if (plan.groups.count == 0) return;
    const int highest = plan.levels.back();
    if (highest == 0)
        throw_input_error("Groups need an expression, and the only level is 0.", where,
                          "Add a level, or leave \"groups\" out.");
    if (plan.groups.levels.empty()) plan.groups.levels = {highest};
    for (const int level : plan.groups.levels) {
        if (level == 0 || std::ranges::find(plan.levels, level) == plan.levels.end())
            throw_input_error(
                "Groups are to show level " + std::to_string(level) + ", which is none of the expressions' levels.",
                where, "Choose from \"levels\", without 0.");
    }
    const bool unknown = std::ranges::any_of(
        plan.identities, [](const IdentityEntry& entry) { return entry.kind == IdentityEntry::Kind::kLatent; });
    if (!unknown)
        latin_square(identities_in(plan), static_cast<int>(plan.expressions.size()), plan.groups.count, plan.seed,
                     where);
}

}  // namespace

int identities_in(const Plan& plan) {
    std::int64_t count = 0;
    for (const IdentityEntry& entry : plan.identities) {
        if (entry.kind == IdentityEntry::Kind::kSeeds)
            count += static_cast<std::int64_t>(entry.last - entry.first) + 1;
        else
            count += entry.kind == IdentityEntry::Kind::kChoose ? entry.choose.count : 1;
    }
    return static_cast<int>(std::min<std::int64_t>(count, 1 << 30));
}

Plan completed(const Plan& asked, const ModelInfo& model, const std::string& where, PlanPart* part) {
    Plan plan = asked;
    const auto at = [part](PlanPart next) {
        if (part != nullptr) *part = next;
    };
    at(PlanPart::kModel);
    if (!plan.model_sha256.empty() && plan.model_sha256 != model.sha256)
        throw_input_error(
            "The plan is of another model: its weights have the hash " + plan.model_sha256.substr(0, 12) + "…, \"" +
                model.name + "\" has " + model.sha256.substr(0, 12) + "….",
            where, "Name that model in \"model\", or empty \"model_sha256\" to make the set anew with this one.");
    plan.model_sha256 = model.sha256;
    at(PlanPart::kExpressions);
    complete_expressions(plan, model, where);
    at(PlanPart::kPictures);
    const Look look = in_plan(where, [&] { return resolved({{}, plan.temperature, plan.intensity}, model.own); });
    plan.temperature = look.temperature;
    plan.intensity = look.intensity;
    if (plan.size == 0) plan.size = model.width;
    at(PlanPart::kLuminance);
    check_luminance(plan.luminance, where);
    at(PlanPart::kMask);
    check_mask(plan, model, where);
    at(PlanPart::kGroups);
    check_groups(plan, where);
    at(PlanPart::kNames);
    const NameTemplate checked(plan.name, where);
    return plan;
}

}  // namespace bplf::stimuli
