// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/train.h"

#include <nlohmann/json.hpp>

#include "app/commands/compute.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/settings.h"
#include "app/commands/together.h"
#include "core/base/error.h"
#include "core/flow/registry.h"
#include "core/train/objective.h"
#include "core/train/run_settings.h"
#include "core/train/trainer.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

void check_resume_options(const TrainOptions& options) {
    if (options.config.empty() && options.level.empty() && options.warm_start.empty()) return;
    throw_usage_error("A run is resumed with its own configuration and weights.",
                      !options.config.empty()  ? "--config"
                      : !options.level.empty() ? "--level"
                                               : "--warm-start",
                      "Leave it out with --resume.");
}

void check_new_options(const TrainOptions& options) {
    if (options.config.empty())
        throw_usage_error("A new run needs a configuration.", "--config",
                          "For example --config emotion-32; with --resume a run brings its own.");
    if (options.data.empty())
        throw_usage_error("A new run needs data.", "--data",
                          "Give a folder made by 'bplf dataset build', or a source such as idx:DIR.");
}

TrainRequest new_request(const TrainOptions& options, const Session& session) {
    check_new_options(options);
    TrainRequest request;
    request.flow = flow::load_config(options.config);
    if (!request.flow.pyramid.empty() && options.level.empty())
        throw_usage_error("is a pyramid, whose parts train one by one.", "configuration '" + options.config + "'",
                          "Choose one with --level: base, chroma or the side of a level's images.");
    if (!options.level.empty()) request.flow = flow::FlowConfig(flow::pyramid_part(request.flow, options.level));
    request.training = default_training(request.flow);
    if (session.options().seed_given) request.training.seed = session.options().seed;
    request.data = options.data;
    request.warm_start = options.warm_start;
    return request;
}

TrainRequest resume_request(const TrainOptions& options) {
    check_resume_options(options);
    TrainRequest request;
    request.resume = true;
    request.training_given = true;
    RunSettings stored = read_run_settings(options.out);
    request.flow = std::move(stored.flow);
    request.training = std::move(stored.training);
    request.data = options.data.empty() ? std::move(stored.data) : options.data;
    return request;
}

TrainRequest request_of(const TrainOptions& options, const Session& session) {
    TrainRequest request = options.resume ? resume_request(options) : new_request(options, session);
    const flow::FlowConfig before = request.flow;
    apply_settings(options.settings, request.flow, request.training);
    if (options.resume && !(request.flow == before))
        throw_usage_error("The flow of a run cannot be changed when it is resumed.", "--set",
                          "Start a new run, with --warm-start if the weights fit.");
    if (options.steps > 0) request.training.steps = options.steps;
    request.epochs = options.epochs;
    request.out = options.out;
    request.minutes = options.minutes;
    return request;
}

Json summary_json(const TrainSummary& summary, const TrainOptions& options) {
    return {{"schema", "bplf.train.result.v1"},
            {"run", options.out},
            {"steps", summary.steps},
            {"skipped_steps", summary.skipped_steps},
            {"bits_per_dim",
             {{"train", summary.train_bits_per_dim},
              {"validation", summary.validation_bits_per_dim},
              {"best", summary.best_bits_per_dim}}},
            {"data", summary.data},
            {"images_per_second", summary.images_per_second},
            {"seconds", summary.seconds},
            {"checkpoint", summary.checkpoint},
            {"interrupted", summary.interrupted}};
}

std::string summary_text(const TrainSummary& summary, const TrainOptions& options) {
    std::string text = options.out + ": step " + std::to_string(summary.steps) + ", " +
                       fixed(summary.train_bits_per_dim, 4) + " bits/dim in training";
    if (std::isfinite(summary.validation_bits_per_dim))
        text += ", " + fixed(summary.validation_bits_per_dim, 4) + " on validation (best " +
                fixed(summary.best_bits_per_dim, 4) + ')';
    text += ", " + fixed(summary.images_per_second, 0) + " images/s, " + duration_text(summary.seconds);
    if (summary.skipped_steps > 0) text += ", " + plural(summary.skipped_steps, "step") + " skipped";
    if (!summary.data.empty()) text += "\ndata " + summary.data;
    text += "\ncheckpoint " + summary.checkpoint;
    if (summary.interrupted) text += "\ngo on with: bplf train --out " + options.out + " --resume";
    return text;
}

int train_with(Ranks& ranks, const TrainOptions& options, Session& session) {
    TrainRequest request = request_of(options, session);
    request.device = use_device(session.options().device);
    request.ranks = &ranks;
    if (ranks.first()) request.notice = [&](const std::string& sentence) { session.console().note(sentence); };
    TrainSummary summary;
    {
        ProgressView view(session.options());
        summary = train(request, view.sink(), session.stop());
    }
    if (ranks.first()) session.console().result(summary_json(summary, options), summary_text(summary, options));
    return summary.interrupted ? static_cast<int>(ErrorKind::kInterrupted) : 0;
}

}  // namespace

int run(const TrainOptions& options, Session& session) {
    return run_together(session, [&](Ranks& ranks) { return train_with(ranks, options, session); });
}

}  // namespace bplf::cli
