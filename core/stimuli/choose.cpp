// SPDX-License-Identifier: GPL-3.0-or-later
// Faces drawn, measured and kept by stated rules.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/engine/engine.h"
#include "core/image/resize.h"
#include "core/stimuli/identities.h"

namespace bplf::stimuli {
namespace {

constexpr int kCompared = 32;  // pixels per side

struct Seen {
    Image neutral;  // as identity_distance() sees it: thousands of faces are kept
    Candidate candidate;
};

/// How many codes are in memory at a time.
constexpr std::size_t kTogether = 256;

/// The candidates from the first in `seen` without a picture on, at most kTogether of them.
void draw_some(std::vector<Seen>& seen, std::size_t begin, const Plan& plan, Engine& engine,
               const std::stop_token& stop) {
    std::vector<CodeAndLook> jobs;
    for (std::size_t i = begin; i < std::min(seen.size(), begin + kTogether); ++i) {
        const Identity identity = identity_of_seed(seen[i].candidate.seed, 0, plan, engine);
        jobs.push_back({identity.code, identity.neutral});
    }
    const CellSink sink = [&](const Cell& cell) {
        Seen& one = seen[begin + static_cast<std::size_t>(cell.index)];
        one.candidate.bits_per_dim = cell.bits_per_dim;
        one.neutral = resize(to_grey(cell.image), kCompared, kCompared, Filter::kArea);
    };
    engine.decode_all(jobs, sink, stop).value_or_throw();
}

std::vector<Seen> draw_neutral(const ChooseRule& rule, const Plan& plan, const Tools& tools,
                               const ProgressSink& progress, const std::stop_token& stop) {
    std::vector<Seen> seen(static_cast<std::size_t>(rule.last - rule.first + 1));
    for (std::size_t i = 0; i < seen.size(); ++i) seen[i].candidate.seed = rule.first + i;
    Progress report;
    report.stage = "draw candidates";
    report.total = static_cast<std::int64_t>(seen.size());
    report.unit = "faces";
    for (std::size_t begin = 0; begin < seen.size(); begin += kTogether) {
        throw_if_stopped(stop);
        draw_some(seen, begin, plan, *tools.engine, stop);
        report.done = static_cast<std::int64_t>(std::min(seen.size(), begin + kTogether));
        if (progress) progress(report);
    }
    return seen;
}

/// Shares of candidates with fewer bits, half of those with as many.
void rank(std::vector<Seen>& seen) {
    std::vector<double> bits;
    for (const Seen& one : seen) bits.push_back(one.candidate.bits_per_dim);
    std::ranges::sort(bits);
    for (Seen& one : seen) {
        const auto [low, high] = std::ranges::equal_range(bits, one.candidate.bits_per_dim);
        const double place = static_cast<double>((low - bits.begin()) + (high - bits.begin())) / 2;
        one.candidate.percentile = 100 * place / static_cast<double>(bits.size());
    }
}

/// Index in the judge's labels of an expression that is one of them; −1 for mixes and unknown labels.
int label_of(const Expression& expression, const Judge& judge) {
    if (expression.mix.size() != 1) return -1;
    const auto place = std::ranges::find(judge.labels(), expression.mix[0].label);
    return place == judge.labels().end() ? -1 : static_cast<int>(place - judge.labels().begin());
}

/// The least probability of an expression, each at the highest level.
double recognised(const Seen& seen, const Plan& plan, const ModelInfo& model, const Tools& tools,
                  const std::stop_token& stop) {
    std::vector<CodeAndLook> jobs;
    std::vector<int> labels;
    const Identity identity = identity_of_seed(seen.candidate.seed, 0, plan, *tools.engine);
    for (const Expression& expression : plan.expressions) {
        const int label = label_of(expression, *tools.judge);
        if (label < 0) continue;
        labels.push_back(label);
        jobs.push_back({identity.code, look_between(identity.neutral, expression.mix, plan.intensity.value(),
                                                    plan.levels.back(), model.labels)});
    }
    double least = 1;
    const CellSink sink = [&](const Cell& cell) {
        const std::vector<double> shares = tools.judge->probabilities(cell.image);
        least = std::min(least, shares[static_cast<std::size_t>(labels[static_cast<std::size_t>(cell.index)])]);
    };
    tools.engine->decode_all(jobs, sink, stop).value_or_throw();
    return least;
}

std::string verdict_of(Seen& seen, const ChooseRule& rule, const std::vector<const Seen*>& chosen, const Plan& plan,
                       const ModelInfo& model, const Tools& tools, const std::stop_token& stop) {
    if (static_cast<int>(chosen.size()) == rule.count) return "not needed";
    Candidate& candidate = seen.candidate;
    if (rule.typicality &&
        (candidate.percentile < (*rule.typicality)[0] || candidate.percentile > (*rule.typicality)[1]))
        return "typicality";
    if (rule.distinct) {
        double nearest = 2;
        for (const Seen* other : chosen) nearest = std::min(nearest, identity_distance(seen.neutral, other->neutral));
        if (!chosen.empty()) candidate.distance = nearest;
        if (!chosen.empty() && nearest < *rule.distinct) return "distinct";
    }
    if (rule.recognised) {
        candidate.recognised = recognised(seen, plan, model, tools, stop);
        if (*candidate.recognised < *rule.recognised) return "recognised";
    }
    return "chosen";
}

void check_rule(const ChooseRule& rule, const Plan& plan, const std::string& where, const Tools& tools) {
    if (!rule.recognised) return;
    if (!tools.judge)
        throw_input_error("Identities are to be chosen as recognised, and the plan has no judge.", where,
                          "Name a classifier in \"judge\", or leave \"recognised\" out.");
    const bool any = std::ranges::any_of(
        plan.expressions, [&](const Expression& expression) { return label_of(expression, *tools.judge) >= 0; });
    if (!any)
        throw_input_error("The judge knows none of the plan's expressions.", where,
                          "Leave \"recognised\" out, or use another judge.");
}

[[noreturn]] void throw_too_few(int found, const ChooseRule& rule, const std::vector<Candidate>& candidates,
                                const std::string& where) {
    std::map<std::string, int> dropped;
    for (const Candidate& candidate : candidates) ++dropped[candidate.verdict];
    std::string counts;
    for (const char* name : {"typicality", "distinct", "recognised"})
        counts += (counts.empty() ? "" : ", ") + std::to_string(dropped[name]) + " by \"" + name + '"';
    throw_input_error("Only " + std::to_string(found) + " of the " +
                          plural(static_cast<long long>(candidates.size()), "candidate") + " keep the rules, and " +
                          std::to_string(rule.count) + " are wanted; dropped: " + counts + ".",
                      where, "Give \"choose\" more seeds or milder rules.");
}

}  // namespace

std::vector<Identity> choose_identities(const ChooseRule& rule, const Plan& plan, const ModelInfo& model,
                                        const std::string& where, const Tools& tools,
                                        std::vector<Candidate>& candidates, const ProgressSink& progress,
                                        const std::stop_token& stop) {
    check_rule(rule, plan, where, tools);
    std::vector<Seen> seen = draw_neutral(rule, plan, tools, progress, stop);
    rank(seen);
    std::vector<const Seen*> chosen;
    std::vector<Candidate> judged;
    for (Seen& one : seen) {
        throw_if_stopped(stop);
        one.candidate.verdict = verdict_of(one, rule, chosen, plan, model, tools, stop);
        if (one.candidate.verdict == "chosen") chosen.push_back(&one);
        judged.push_back(one.candidate);
    }
    candidates.insert(candidates.end(), judged.begin(), judged.end());
    if (static_cast<int>(chosen.size()) < rule.count)
        throw_too_few(static_cast<int>(chosen.size()), rule, judged, where);
    std::vector<Identity> identities;
    const std::size_t digits = std::to_string(rule.last).size();
    for (const Seen* one : chosen)
        identities.push_back(identity_of_seed(one->candidate.seed, digits, plan, *tools.engine));
    return identities;
}

double identity_distance(const Image& a, const Image& b) {
    const Image x = resize(to_grey(a), kCompared, kCompared, Filter::kArea),
                y = resize(to_grey(b), kCompared, kCompared, Filter::kArea);
    const double n = static_cast<double>(x.pixels.size());
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (std::size_t i = 0; i < x.pixels.size(); ++i) {
        const double u = x.pixels[i], v = y.pixels[i];
        sx += u, sy += v, sxx += u * u, syy += v * v, sxy += u * v;
    }
    const double spread = std::sqrt(std::max(0.0, sxx - sx * sx / n) * std::max(0.0, syy - sy * sy / n));
    const double r = spread > 0 ? std::clamp((sxy - sx * sy / n) / spread, -1.0, 1.0) : 0;
    return std::sqrt(2 * (1 - r));
}

}  // namespace bplf::stimuli
