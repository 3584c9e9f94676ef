// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/train_classifier.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/compute.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/train/classifier_trainer.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

ClassifierRequest request_of(const TrainClassifierOptions& options, const Session& session) {
    if (!options.resume && options.data.empty())
        throw_usage_error("A new run needs data.", "--data",
                          "Give a folder made by 'bplf dataset build', or a source such as idx:DIR.");
    ClassifierRequest request;
    request.data = options.data;
    request.out = options.out;
    request.resume = options.resume;
    request.steps = options.steps;
    request.minutes = options.minutes;
    request.size = options.size;
    if (options.batch > 0) request.config.batch_size = options.batch;
    if (options.width > 0) request.config.width = options.width;
    if (options.learning_rate > 0) request.config.schedule.peak = options.learning_rate;
    request.config.schedule.floor = std::min(request.config.schedule.floor, request.config.schedule.peak);
    if (session.options().seed_given) request.config.seed = session.options().seed;
    return request;
}

Json by_label(const ClassifierSummary& summary) {
    Json json = Json::object();
    for (std::size_t label = 0; label < summary.accuracy_per_label.size(); ++label)
        json[summary.labels[label]] = summary.accuracy_per_label[label];
    return json;
}

Json summary_json(const ClassifierSummary& summary, const TrainClassifierOptions& options) {
    return {{"schema", "bplf.train_classifier.result.v1"},
            {"run", options.out},
            {"steps", summary.steps},
            {"skipped_steps", summary.skipped_steps},
            {"cross_entropy", summary.train_loss},
            {"accuracy", {{"validation", summary.validation_accuracy}, {"best", summary.best_accuracy}}},
            {"accuracy_per_label", by_label(summary)},
            {"labels", summary.labels},
            {"parameters", summary.parameters},
            {"images_per_second", summary.images_per_second},
            {"seconds", summary.seconds},
            {"checkpoint", summary.checkpoint},
            {"interrupted", summary.interrupted}};
}

std::string summary_text(const ClassifierSummary& summary, const TrainClassifierOptions& options) {
    std::string text = options.out + ": step " + std::to_string(summary.steps) + ", cross entropy " +
                       fixed(summary.train_loss, 4) + " in training";
    if (std::isfinite(summary.best_accuracy))
        text += ", " + percent(summary.validation_accuracy) + " right on validation (best " +
                percent(summary.best_accuracy) + ')';
    text += ", " + fixed(summary.images_per_second, 0) + " images/s, " + duration_text(summary.seconds);
    if (summary.skipped_steps > 0) text += ", " + plural(summary.skipped_steps, "step") + " skipped";
    for (std::size_t label = 0; label < summary.accuracy_per_label.size(); ++label)
        text += "\n  " + summary.labels[label] + ": " + percent(summary.accuracy_per_label[label]);
    text += "\ncheckpoint " + summary.checkpoint;
    if (summary.interrupted) text += "\ngo on with: bplf train-classifier --out " + options.out + " --resume";
    return text;
}

}  // namespace

int run(const TrainClassifierOptions& options, Session& session) {
    use_threads(session.options().threads);
    ClassifierRequest request = request_of(options, session);
    request.device = use_device(session.options().device);
    ClassifierSummary summary;
    {
        ProgressView view(session.options());
        summary = train_classifier(request, view.sink(), session.stop());
    }
    session.console().result(summary_json(summary, options), summary_text(summary, options));
    return summary.interrupted ? static_cast<int>(ErrorKind::kInterrupted) : 0;
}

}  // namespace bplf::cli
