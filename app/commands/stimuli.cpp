// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/stimuli.h"

#include <nlohmann/json.hpp>

#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/stimuli/build_set.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const stimuli::SetEstimate& estimate) {
    return {{"identities", estimate.identities},   {"faces", estimate.faces},     {"pictures", estimate.pictures},
            {"clip_frames", estimate.clip_frames}, {"seconds", estimate.seconds}, {"bytes", estimate.bytes}};
}

int estimate(const stimuli::Plan& plan, const StimuliOptions& options, const stimuli::Tools& tools,
             const Session& session) {
    const stimuli::SetEstimate found = stimuli::estimate_set(plan, options.plan, tools, session.stop());
    Json json{{"schema", "bplf.stimuli.estimate.v1"}};
    json.update(json_of(found));
    session.console().result(
        json, options.plan + ": " + plural(found.pictures, "picture") + " of " + plural(found.faces, "face") + " and " +
                  std::to_string(found.identities) + " identities" +
                  (found.clip_frames > 0 ? ", " + plural(found.clip_frames, "frame") + " of clips" : "") + "; about " +
                  bytes_text(found.bytes) + " and " + duration_text(found.seconds) + ". Nothing was written.");
    return 0;
}

std::string errors_text(const stimuli::SetSummary& summary, const stimuli::Plan& plan) {
    if (plan.luminance.kind == stimuli::LuminanceKind::kMeanSd)
        return "; luminance off by " + fixed(summary.mean_error, 3) + " (mean) and " + fixed(summary.sd_error, 3) +
               " (deviation) at most";
    if (plan.luminance.kind == stimuli::LuminanceKind::kHistogram)
        return "; luminance off by " + fixed(summary.histogram_error, 3) + " grey levels at most";
    return {};
}

int build(const stimuli::Plan& plan, const StimuliOptions& options, const stimuli::Tools& tools,
          const Session& session) {
    stimuli::SetSummary made;
    {
        ProgressView view(session.options());
        made = stimuli::build_set(plan, options.plan, options.out, session.options().force, tools, view.sink(),
                                  session.stop());
    }
    if (made.without_landmarks > 0)
        session.console().warn("no landmarks were found in " + plural(made.without_landmarks, "face") + " of " +
                               std::to_string(made.faces));
    session.console().result({{"schema", "bplf.stimuli.result.v1"},
                              {"path", options.out},
                              {"identities", made.identities},
                              {"faces", made.faces},
                              {"faces_kept", made.faces_kept},
                              {"without_landmarks", made.without_landmarks},
                              {"pictures", made.pictures},
                              {"clips", made.clips},
                              {"mean_error", made.mean_error},
                              {"sd_error", made.sd_error},
                              {"histogram_error", made.histogram_error},
                              {"clipped", made.clipped},
                              {"plan_sha256", made.plan_sha256}},
                             options.out + ": " + plural(made.pictures, "picture") + " of " +
                                 std::to_string(made.identities) + " identities" +
                                 (made.clips > 0 ? ", " + plural(made.clips, "clip") : "") + errors_text(made, plan));
    return 0;
}

}  // namespace

int run(const StimuliOptions& options, Session& session) {
    if (options.plan.empty())
        throw_usage_error("There is no plan.", "PLAN", "'bplf stimuli --example > plan.json' makes one to begin with.");
    if (options.out.empty() && !options.dry_run)
        throw_usage_error("It is not said where the set goes.", "--out",
                          "Name a folder, or ask with --dry-run what it would hold.");
    const stimuli::Plan plan = stimuli::read_plan(options.plan);
    std::unique_ptr<stimuli::Judge> judge;
    if (!plan.judge.empty()) judge = stimuli::load_judge(plan.judge);
    const stimuli::Tools tools{&session.engine(), judge.get(), stimuli::steady_finder(session.engine())};
    return options.dry_run ? estimate(plan, options, tools, session) : build(plan, options, tools, session);
}

}  // namespace bplf::cli
