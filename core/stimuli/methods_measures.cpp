// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/stimuli/methods_parts.h"

namespace bplf::stimuli {
namespace {

constexpr std::size_t kLine = 100;

struct Range {
    double low = 1e300, high = -1e300;
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

}  // namespace

/// Lines broken at blanks.
std::string wrapped(const std::string& paragraph) {
    std::string text, line, word;
    const auto put_word = [&] {
        if (!line.empty() && line.size() + 1 + word.size() > kLine) {
            text += line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : paragraph) {
        if (c == ' ')
            put_word();
        else
            word += c;
    }
    put_word();
    return text + line + "\n";
}

std::string matching_sentences(const SetRecord& set) {
    const LuminancePlan& target = set.target;
    const std::string within = set.design.plan.mask.kind == MaskKind::kNone ? "" : " within the mask";
    if (target.kind == LuminanceKind::kNone) return "Luminance was not matched.";
    double mean = 0, sd = 0, error = 0, clipped = 0;
    Range means, sds;
    for (const PictureRecord& picture : set.pictures) {
        means.add(picture.after.mean);
        sds.add(picture.after.sd);
        error = std::max(error, picture.error);
        clipped = std::max(clipped, picture.clipped);
        if (target.kind != LuminanceKind::kMeanSd) continue;
        mean = std::max(mean, std::abs(picture.after.mean - *target.mean));
        sd = std::max(sd, std::abs(picture.after.sd - *target.sd));
    }
    const std::string of = "Luminance (Rec. 601 luma of the stored bytes)" + within;
    if (target.kind == LuminanceKind::kHistogram)
        return of +
               " was matched to the mean histogram of the set; the largest mean distance of a picture's luminances "
               "from it is " +
               fixed(error, 3) + " grey levels.";
    return of + " was set to a mean of " + fixed(*target.mean, 2) + " and a standard deviation of " +
           fixed(*target.sd, 2) +
           ", by a linear change of each pixel's luminance that is added to its channels alike (colour differences "
           "stay) and "
           "corrected for rounding and clipping; the stored pictures have means from " +
           fixed(means.low, 3) + " to " + fixed(means.high, 3) + " and deviations from " + fixed(sds.low, 3) + " to " +
           fixed(sds.high, 3) + " (largest errors " + fixed(mean, 3) + " and " + fixed(sd, 3) + "); at most " +
           percent(clipped) + " of a picture's pixels were clipped.";
}

std::string light_table(const SetRecord& set) {
    struct Sum {
        double before = 0, after = 0, sd_before = 0, sd_after = 0, n = 0;
    };
    std::map<std::string, Sum> sums;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        Sum& sum = sums[set.emotion_of(i)];
        sum.before += set.pictures[i].before.mean;
        sum.after += set.pictures[i].after.mean;
        sum.sd_before += set.pictures[i].before.sd;
        sum.sd_after += set.pictures[i].after.sd;
        ++sum.n;
    }
    std::string text = "Mean luminance (and standard deviation) by expression, before and after:\n";
    for (const auto& [emotion, sum] : sums)
        text += "  " + emotion + ": " + fixed(sum.before / sum.n, 1) + " (" + fixed(sum.sd_before / sum.n, 1) + "), " +
                fixed(sum.after / sum.n, 1) + " (" + fixed(sum.sd_after / sum.n, 1) + ")\n";
    return text;
}

/// Faces at the highest level by what was asked for and what the judge sees.
std::string judge_table(const SetRecord& set) {
    if (!set.judge) return "No classifier looked at the set.\n";
    const JudgeFacts& judge = *set.judge;
    std::map<std::string, std::map<std::string, int>> seen;
    int asked = 0, agreed = 0;
    for (std::size_t face = 0; face < set.faces.size(); ++face) {
        const DesignedFace& designed = set.design.faces[face];
        if (designed.expression != kNeutral && designed.level != set.design.plan.levels.back()) continue;
        const auto& shares = set.faces[face].probabilities;
        const std::string label =
            judge.labels[static_cast<std::size_t>(std::ranges::max_element(shares) - shares.begin())];
        const std::string emotion = set.design.emotion_of(designed);
        ++seen[emotion][label];
        if (std::ranges::find(judge.labels, emotion) == judge.labels.end()) continue;
        ++asked;
        agreed += label == emotion ? 1 : 0;
    }
    std::string text =
        wrapped("The classifier \"" + judge.name + "\" (SHA-256 " + judge.sha256 + ")" +
                (judge.accuracy ? ", right about " + percent(*judge.accuracy) + " of held-out real faces," : "") +
                " sees the expression asked for in " + std::to_string(agreed) + " of " + std::to_string(asked) +
                " faces (0 % and " + std::to_string(set.design.plan.levels.back()) + " %). Asked: seen as");
    for (const auto& [emotion, labels] : seen) {
        text += "  " + emotion + ":";
        for (const auto& [label, count] : labels) text += " " + label + " " + std::to_string(count) + ",";
        text.back() = '\n';
    }
    if (judge.accuracy_per_label.empty()) return text;
    text += "Its share of right answers on held-out real faces by label:";
    for (const auto& [label, share] : judge.accuracy_per_label) text += " " + label + " " + percent(share) + ",";
    text.back() = '\n';
    return text;
}

}  // namespace bplf::stimuli
