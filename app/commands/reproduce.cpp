// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/reproduce.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/compute.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/together.h"
#include "core/flow/checkpoint.h"
#include "core/study/study.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

StudyRequest request_of(const ReproduceOptions& options) {
    StudyRequest request;
    request.targets = options.targets;
    request.data_root = options.data_root;
    request.out = options.out;
    request.budget = parse_budget(options.budget);
    request.sets = options.sets;
    request.seeds = options.seeds;
    request.scale = options.scale;
    request.batch_size = options.batch;
    if (options.classifier != "none") request.judge = flow::resolve_model(options.classifier);
    return request;
}

std::string report_text(const StudyReport& report, const ReproduceOptions& options) {
    std::string text = options.out + ": " + plural(static_cast<std::int64_t>(report.trials.size()), "training") +
                       " in " + duration_text(report.seconds) + '\n';
    for (const TrialResult& trial : report.trials) {
        text += "  " + trial.set + "  " + trial.row + ", seed " + std::to_string(trial.seed) + ": ";
        text += trial.diverged
                    ? "diverged: " + trial.message
                    : fixed(trial.raw.bits_per_dim, 3) + " bits/dim raw, " + fixed(trial.truncated.bits_per_dim, 3) +
                          " truncated, after " + plural(trial.images, "image");
        text += '\n';
    }
    for (const StudySet& set : report.sets)
        if (!set.note.empty()) text += "  " + set.name + ": " + set.note + '\n';
    for (const auto& file : report.files) text += "wrote " + file.string() + '\n';
    return text;
}

int reproduce_with(Ranks& ranks, const ReproduceOptions& options, Session& session) {
    StudyRequest request = request_of(options);
    request.device = use_device(session.options().device);
    request.ranks = &ranks;
    StudyReport report;
    {
        ProgressView view(session.options());
        report = run_study(request, view.sink(), session.stop());
    }
    if (!ranks.first()) return 0;
    Json files = Json::array(), trials = Json::array(), sets = Json::array();
    for (const auto& file : report.files) files.push_back(file.string());
    for (const TrialResult& trial : report.trials) trials.push_back(to_json(trial));
    for (const StudySet& set : report.sets) sets.push_back(to_json(set));
    const Json json{{"schema", "bplf.reproduce.result.v1"},
                    {"out", options.out},
                    {"budget", to_string(request.budget)},
                    {"seeds", report.seeds},
                    {"seconds", report.seconds},
                    {"sets", sets},
                    {"trials", trials},
                    {"files", files}};
    session.console().result(json, report_text(report, options));
    return 0;
}

}  // namespace

int run(const ReproduceOptions& options, Session& session) {
    return run_together(session, [&](Ranks& ranks) { return reproduce_with(ranks, options, session); });
}

}  // namespace bplf::cli
