// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/methods.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/sample/request_text.h"
#include "core/stimuli/methods_parts.h"

namespace bplf::stimuli {
namespace {

std::string count_of(std::size_t count, const std::string& noun) {
    return plural(static_cast<long long>(count), noun);
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

std::size_t count_kind(const SetRecord& set, IdentityEntry::Kind kind) {
    return static_cast<std::size_t>(std::ranges::count(set.design.identities, kind, &Identity::kind));
}

std::string what(const SetRecord& set) {
    const Design& design = set.design;
    std::vector<std::string> expressions, levels;
    for (const Expression& expression : design.expressions) expressions.push_back(expression.name);
    for (const int level : design.plan.levels) levels.push_back(std::to_string(level));
    std::string text = "The set shows " + std::to_string(design.identities.size()) +
                       (design.identities.size() == 1 ? " identity" : " identities") + " with " + listed(expressions) +
                       " at " + listed(levels) + " % of full intensity";
    text += design.plan.levels.front() == 0
                ? " (0 %: " +
                      std::string(count_kind(set, IdentityEntry::Kind::kSeeds) == design.identities.size()
                                      ? "the neutral face"
                                      : "the neutral face, or of photos their own expression") +
                      ", once for each identity)"
                : "";
    if (design.plan.mirrored) text += design.plan.as_is ? ", as drawn and mirrored" : ", mirrored";
    return text + ": " + count_of(set.pictures.size(), "picture") + " of " + std::to_string(design.width()) + " × " +
           std::to_string(design.height()) + " pixels in " + (design.model.channels == 1 ? "grey" : "colour") + ".";
}

std::string how(const SetRecord& set) {
    const Design& design = set.design;
    const ModelInfo& model = design.model;
    std::string temperature;
    for (const double value : design.plan.temperature)
        temperature += (temperature.empty() ? "" : ", ") + text::format_number(value);
    std::string text = std::string("They were made with BPLF Studio ") + BPLF_VERSION + " from the model \"" +
                       model.name + "\" (a normalizing flow, " + model.system + ", " +
                       std::to_string(model.parameters) + " parameters, SHA-256 " + model.sha256 +
                       ") and the plan with the SHA-256 " + set.plan_sha256 +
                       " (plan.json), temperatures from fine to coarse " + temperature + ".";
    text +=
        " The model draws faces of " + std::to_string(model.width) + " × " + std::to_string(model.height) + " pixels";
    if (design.width() == model.width) return text + ", which is the pictures' size.";
    const bool larger = design.width() > model.width;
    return text + "; the pictures were " + (larger ? "enlarged" : "reduced") + " from these by " + design.plan.filter +
           (larger ? " interpolation, so their true resolution is " + std::to_string(model.width) + " × " +
                         std::to_string(model.height) + "."
                   : " filtering.");
}

std::string candidates(const SetRecord& set) {
    if (set.candidates.empty()) return {};
    std::map<std::string, std::size_t> verdicts;
    for (const Candidate& candidate : set.candidates) ++verdicts[candidate.verdict];
    std::string text = " " + std::to_string(verdicts["chosen"]) + " of them were chosen among " +
                       count_of(set.candidates.size(), "drawn face") +
                       " by rule, in the order of their seeds (candidates.csv)";
    for (const IdentityEntry& entry : set.design.plan.identities) {
        if (entry.kind != IdentityEntry::Kind::kChoose) continue;
        const ChooseRule& rule = entry.choose;
        if (rule.typicality)
            text += "; typicality: bits per dimension between the percentiles " +
                    text::format_number((*rule.typicality)[0]) + " and " + text::format_number((*rule.typicality)[1]) +
                    " of the candidates";
        if (rule.distinct)
            text += "; distinct: at least " + text::format_number(*rule.distinct) +
                    " from those chosen before, in √(2(1 − r)) with r the pixels' correlation at 32 × 32";
        if (rule.recognised)
            text += "; recognised: the judge gives each emotion asked for a probability of at least " +
                    text::format_number(*rule.recognised);
    }
    return text + ". Dropped: " + std::to_string(verdicts["typicality"]) + " by typicality, " +
           std::to_string(verdicts["distinct"]) + " by distinctness, " + std::to_string(verdicts["recognised"]) +
           " by recognition; " + std::to_string(verdicts["not needed"]) + " were not needed.";
}

std::string who(const SetRecord& set) {
    const std::size_t seeds = count_kind(set, IdentityEntry::Kind::kSeeds),
                      photos = count_kind(set, IdentityEntry::Kind::kPhoto);
    const std::size_t codes = count_kind(set, IdentityEntry::Kind::kLatent);
    std::vector<std::string> kinds;
    if (seeds > 0) kinds.push_back(std::to_string(seeds) + " were drawn from random numbers by seed and show nobody");
    if (photos > 0)
        kinds.push_back(
            std::to_string(photos) +
            " come from photographs, whose faces were found, cut and encoded without loss at the model's resolution");
    if (codes > 0) kinds.push_back(std::to_string(codes) + " come from stored codes");
    return "Of the identities, " + listed(kinds) + "." + candidates(set);
}

std::string levels(const SetRecord& set) {
    return "A level of p % is the same code drawn under the label condition (1 − p) · neutral + p · emotion, with the "
           "emotion at an intensity of " +
           text::format_number(set.design.plan.intensity.value()) +
           " at 100 % (1 is as learned, 0 is no expression). This transforms the expression and keeps what the code "
           "says of the person; it is not a morph between two faces.";
}

std::string mask(const SetRecord& set) {
    const MaskPlan& plan = set.design.plan.mask;
    if (plan.kind == MaskKind::kNone) return {};
    std::int64_t fewest = set.pictures.front().after.pixels, most = fewest;
    for (const PictureRecord& picture : set.pictures) {
        fewest = std::min(fewest, picture.after.pixels);
        most = std::max(most, picture.after.pixels);
    }
    const std::string grey = std::to_string(set.design.plan.background);
    return std::string("An ") +
           (plan.kind == MaskKind::kOval
                ? "oval, placed for each identity by the landmarks of its first face and the same in all its pictures,"
                : "ellipse of " + fixed((*plan.axes)[0], 1) + " × " + fixed((*plan.axes)[1], 1) + " pixels") +
           " shows " +
           (fewest == most ? std::to_string(most) : std::to_string(fewest) + " to " + std::to_string(most)) +
           " pixels whole before a grey of " + grey + ", with a soft edge of " + text::format_number(plan.edge) +
           " pixels (masks/).";
}

std::string without_stop(const std::string& sentence) {
    return sentence.substr(0, sentence.find_last_not_of(". ") + 1);
}

std::string limits(const SetRecord& set) {
    const auto blind = static_cast<std::size_t>(
        std::ranges::count_if(set.faces, [](const FaceFacts& facts) { return !facts.landmarks; }));
    std::string text = "Landmarks were found in " + std::to_string(set.faces.size() - blind) + " of " +
                       count_of(set.faces.size(), "face") +
                       "; they are an automatic finder's and were not looked over.";
    if (set.design.model.usual_bits_per_dim) {
        const auto [low, high] = *set.design.model.usual_bits_per_dim;
        const auto outside = static_cast<std::size_t>(std::ranges::count_if(
            set.faces, [&](const FaceFacts& facts) { return facts.bits_per_dim < low || facts.bits_per_dim > high; }));
        text += " Of the faces, " + std::to_string(outside) + " have bits per dimension outside " + fixed(low, 2) +
                " to " + fixed(high, 2) + ", where 98 % of held-out real faces lie.";
    }
    if (*set.design.plan.intensity > 1)
        text += " The full intensity of " + text::format_number(*set.design.plan.intensity) +
                " goes beyond what the model was trained on.";
    text += " No person has rated this set: what people see in it, and how strongly, is to be asked in a pilot study.";
    if (!set.design.model.card.empty())
        text += " What the model was trained on, and the biases of that, stands in card.md.";
    if (!set.design.model.licence.empty())
        text += " Licence of the model: " + without_stop(set.design.model.licence) + ".";
    return text;
}

std::string groups(const SetRecord& set) {
    const GroupPlan& plan = set.design.plan.groups;
    if (plan.count == 0) return {};
    std::vector<std::string> levels;
    for (const int level : plan.levels) levels.push_back(std::to_string(level));
    return "For " + count_of(static_cast<std::size_t>(plan.count), "group") +
           " of participants a Latin square deals identities to expressions (seed " +
           std::to_string(set.design.plan.seed) + "): each group sees each identity with one expression, at " +
           listed(levels) + " %, and each expression equally often.";
}

std::string clips(const SetRecord& set) {
    if (!set.design.plan.clips) return {};
    const ClipPlan& plan = *set.design.plan.clips;
    return "Clips go from neutral to " + std::to_string(plan.level) + " % in " + std::to_string(plan.frames) +
           " frames at " + text::format_number(plan.fps) + " frames per second, the first " +
           std::to_string(plan.hold + 1) +
           " of them neutral; each frame is finished like the pictures (clips/clips.csv).";
}

}  // namespace

std::string methods_text(const SetRecord& set) {
    std::string text;
    for (const std::string& paragraph :
         {what(set) + " " + how(set), who(set), levels(set), mask(set), matching_sentences(set)}) {
        if (!paragraph.empty()) text += wrapped(paragraph) + "\n";
    }
    text += light_table(set) + "\n" + judge_table(set) + "\n";
    for (const std::string& paragraph : {groups(set), clips(set), limits(set)}) {
        if (!paragraph.empty()) text += wrapped(paragraph) + "\n";
    }
    text.pop_back();
    return text;
}

}  // namespace bplf::stimuli
