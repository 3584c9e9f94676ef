// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/eval_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/console.h"
#include "app/commands/eval.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json by_label(const std::vector<std::string>& labels, const std::vector<double>& values) {
    Json json = Json::object();
    for (std::size_t label = 0; label < values.size(); ++label) json[labels[label]] = values[label];
    return json;
}

Json coder_json(const TrivialCoder& coder) {
    return {{"png", coder.png}, {"predictor", coder.predictor}};
}

Json invertibility_json(const Invertibility& result) {
    return {{"count", result.count},
            {"exact", result.exact},
            {"max_abs_error", result.max_abs_error},
            {"mean_abs_error", result.mean_abs_error},
            {"changed_pixels", result.changed_pixels},
            {"log_det_error", result.log_det_error}};
}

Json discrimination_json(const Discrimination& result) {
    return {{"count", result.uniform.count},
            {"accuracy", result.uniform.share},
            {"accuracy_with_prior", result.prior.share},
            {"most_frequent_label", result.most_frequent},
            {"gap_nats", result.gap},
            {"gap_standard_error", result.gap_standard_error}};
}

Json samples_json(const SampleReport& report) {
    const SampleMetrics& metrics = report.metrics;
    Json json{{"count", metrics.count},
              {"real_count", metrics.real_count},
              {"temperature", report.look.temperature},
              {"intensity", *report.look.intensity},
              {"seed", report.seed}};
    json.update(metrics.found.json);
    Json classifier{{"path", report.classifier}, {"sha256", report.classifier_sha256}, {"labels", report.labels}};
    const Json accuracy = Json::parse(report.classifier_accuracy, nullptr, false);
    if (accuracy.is_number()) classifier["accuracy"] = accuracy;
    json["classifier"] = classifier;
    return json;
}

std::string bits_text(const EvalReport& report) {
    const BitsPerDim& bits = report.bits;
    std::string text = report.options.model + " on " + report.options.data + ' ' + report.options.split + ": " +
                       fixed(bits.mean, 5) + " bits/dim, standard error " + fixed(bits.standard_error, 5) + ", " +
                       fixed(bits.nats, 2) + " nats per image, " + plural(bits.count, "image") + " of " +
                       std::to_string(report.data.width()) + 'x' + std::to_string(report.data.height()) + 'x' +
                       std::to_string(report.data.channels()) + " in " + duration_text(report.seconds) + '\n';
    for (std::size_t label = 0; label < bits.per_label.size(); ++label)
        if (!std::isnan(bits.per_label[label]))
            text += "  " + report.data.class_names()[label] + ": " + fixed(bits.per_label[label], 4) + '\n';
    if (bits.non_finite > 0) text += "  " + plural(bits.non_finite, "image") + " left out: not finite\n";
    if (report.options.draws > 1)
        text += "  standard error over " + std::to_string(report.options.draws) +
                " draws of noise: " + fixed(bits.draw_standard_error, 6) + '\n';
    if (report.options.importance > 0)
        text += "  importance-weighted over " + plural(report.options.importance, "draw") + ": " +
                fixed(bits.importance_weighted, 5) + " bits/dim\n";
    return text;
}

std::string coder_text(const EvalReport& report) {
    const auto one = [](const TrivialCoder& coder) {
        return fixed(coder.png, 3) + " bits/dim as PNG, " + fixed(coder.predictor, 3) + " by a median predictor";
    };
    std::string text = "trivial coders: " + one(report.coder) + '\n';
    if (report.raw_coder) text += "  before truncation: " + one(*report.raw_coder) + '\n';
    if (report.psnr) text += "  truncated images: " + fixed(*report.psnr, 2) + " dB from the raw ones\n";
    return text;
}

std::string invertibility_text(const Invertibility& result) {
    return "inversion of " + plural(result.count, "image") + ": error at most " + fixed(result.max_abs_error, 6) +
           " of 256 steps, mean " + fixed(result.mean_abs_error, 6) + ", " + percent(result.changed_pixels) +
           " of the pixels changed" + (result.exact ? "\n" : " (the model is not exact)\n");
}

std::string discrimination_text(const Discrimination& result) {
    return "labels: the likelihood names " + percent(result.uniform.share) + " of " +
           plural(result.uniform.count, "image") + " (" + percent(result.prior.share) +
           " with the frequencies as prior, guessing " + percent(result.most_frequent) + "), gap " +
           fixed(result.gap, 3) + " nats per image, standard error " + fixed(result.gap_standard_error, 3) + '\n';
}

std::string temperature_text(const std::vector<double>& temperature) {
    std::string text;
    for (const double level : temperature) text.append(text.empty() ? "" : ",").append(fixed(level, 2));
    return text;
}

std::string samples_text(const SampleReport& report) {
    const SampleMetrics& metrics = report.metrics;
    return "samples: " + plural(metrics.count, "face") + " at temperature " +
           temperature_text(report.look.temperature) + ", intensity " + fixed(*report.look.intensity, 2) +
           ", against " + plural(metrics.real_count, "real image") + ": " + metrics.found.headline + '\n' +
           metrics.found.lines;
}

}  // namespace

Json EvalReport::json() const {
    Json json{{"schema", "bplf.eval.result.v1"},
              {"model", model_path},
              {"model_sha256", model_sha256},
              {"data", options.data},
              {"data_sha256", data.content_sha256()},
              {"split", options.split},
              {"svd", options.svd},
              {"draws", options.draws},
              {"bits_per_dim", bits.mean},
              {"standard_error", bits.standard_error},
              {"draw_standard_error", bits.draw_standard_error},
              {"nats", bits.nats},
              {"count", bits.count},
              {"non_finite", bits.non_finite},
              {"per_label", by_label(data.class_names(), bits.per_label)}};
    if (options.importance > 0) {
        json["importance_draws"] = options.importance;
        json["importance_weighted_bits_per_dim"] = bits.importance_weighted;
    }
    json["trivial_coder"] = coder_json(coder);
    if (raw_coder) json["trivial_coder_raw"] = coder_json(*raw_coder);
    if (psnr) json["svd_psnr"] = *psnr;
    if (invertibility) json["invertibility"] = invertibility_json(*invertibility);
    if (discrimination) json["discrimination"] = discrimination_json(*discrimination);
    if (samples) json["samples"] = samples_json(*samples);
    json["seconds"] = seconds;
    return json;
}

std::string EvalReport::text() const {
    std::string text = bits_text(*this) + coder_text(*this);
    if (invertibility) text += invertibility_text(*invertibility);
    if (discrimination) text += discrimination_text(*discrimination);
    if (samples) text += samples_text(*samples);
    return text;
}

}  // namespace bplf::cli
