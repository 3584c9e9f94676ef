// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/design.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/stimuli/groups.h"
#include "core/stimuli/name_template.h"

namespace bplf::stimuli {
namespace {

/// A level's expressions and orientations of one identity.
void add_face(Design& design, int identity, int expression, int level) {
    const Identity& who = design.identities[static_cast<std::size_t>(identity)];
    DesignedFace face{identity, expression, level, who.neutral};
    if (expression != kNeutral)
        face.look = look_between(who.neutral, design.expressions[static_cast<std::size_t>(expression)].mix,
                                 design.plan.intensity.value(), level, design.model.labels);
    design.faces.push_back(face);
    const int index = static_cast<int>(design.faces.size()) - 1;
    if (design.plan.as_is) design.pictures.push_back({index, false, ""});
    if (design.plan.mirrored) design.pictures.push_back({index, true, ""});
}

void add_faces(Design& design) {
    for (int identity = 0; identity < static_cast<int>(design.identities.size()); ++identity) {
        if (design.plan.levels.front() == 0) add_face(design, identity, kNeutral, 0);
        for (int expression = 0; expression < static_cast<int>(design.expressions.size()); ++expression) {
            for (const int level : design.plan.levels) {
                if (level > 0) add_face(design, identity, expression, level);
            }
        }
    }
}

void name_pictures(Design& design, const std::string& where) {
    std::vector<NameFields> fields;
    for (const DesignedPicture& picture : design.pictures) {
        const DesignedFace& face = design.faces[static_cast<std::size_t>(picture.face)];
        fields.push_back({design.emotion_of(face), design.identities[static_cast<std::size_t>(face.identity)].name,
                          picture.mirrored ? "mirrored" : "as-is", face.level, static_cast<int>(fields.size()) + 1});
    }
    const std::vector<std::string> names = all_names(NameTemplate(design.plan.name, where), fields, where);
    for (std::size_t i = 0; i < names.size(); ++i) design.pictures[i].file = names[i];
}

void check_identities(const std::vector<Identity>& identities, const std::string& where) {
    std::set<std::string> names;
    for (const Identity& identity : identities) {
        check_name(identity.name, where);
        if (!names.insert(identity.name).second)
            throw_input_error("Two identities are called \"" + identity.name + "\".", where,
                              "Name each seed once, and give photos and codes a \"name\" of their own.");
    }
}

}  // namespace

void check_name(const std::string& name, const std::string& where) {
    const bool is_control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 32; });
    if (!name.empty() && !is_control && name.find_first_of("/\\:*?\"<>|") == std::string::npos &&
        !name.starts_with('.') && name.size() <= 100)
        return;
    throw_input_error("\"" + name + "\" cannot stand in the name of a file.", where,
                      "Use letters, digits, '-' and '_'.");
}

std::string neutral_name(const Plan& plan) {
    return plan.neutral.find('=') == std::string::npos && !plan.neutral.empty() ? plan.neutral : "neutral";
}

std::string Design::emotion_of(const DesignedFace& face) const {
    if (face.expression != kNeutral) return expressions[static_cast<std::size_t>(face.expression)].name;
    if (identities[static_cast<std::size_t>(face.identity)].kind != IdentityEntry::Kind::kSeeds) return "own";
    return neutral_name(plan);
}

int Design::width() const {
    return plan.size > 0 ? plan.size : model.width;
}

int Design::height() const {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(model.height) * width() / model.width)));
}

Look look_between(const Look& neutral, const LabelMix& emotion, double full_intensity, double level,
                  const std::vector<std::string>& labels) {
    const double p = level / 100.0, own = neutral.intensity.value();
    if (level == 0) return neutral;
    Look look = neutral;
    // (1 − p)(u + own (n − u)) + p (u + full (e − u)) = u + I (m − u) with the I and m below.
    const double intensity = own == full_intensity ? own : (1 - p) * own + p * full_intensity;
    const double share = own == full_intensity || level == 100 ? p : intensity > 0 ? p * full_intensity / intensity : p;
    look.mix = level == 100 ? emotion : blend(neutral.mix, emotion, share, labels);
    look.intensity = intensity;
    return look;
}

Design design_of(const Plan& plan, const ModelInfo& model, std::vector<Identity> identities, const std::string& where) {
    check_identities(identities, where);
    Design design;
    design.plan = plan;
    design.model = model;
    design.identities = std::move(identities);
    design.expressions = plan.expressions;
    if (plan.groups.count > 0)
        latin_square(static_cast<int>(design.identities.size()), static_cast<int>(design.expressions.size()),
                     plan.groups.count, plan.seed, where);
    add_faces(design);
    name_pictures(design, where);
    return design;
}

}  // namespace bplf::stimuli
