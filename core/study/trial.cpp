// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial.h"

#include <torch/types.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/checkpoint.h"
#include "core/io/tensors.h"
#include "core/study/json_number.h"
#include "core/study/trial_config.h"
#include "core/train/run_folder.h"
#include "core/train/trainer.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t kEndless = 1'000'000'000;  ///< steps of a training that ends by time

TrainConfig training_of(const StudySet& set, std::uint64_t seed, const TrialBudget& budget) {
    TrainConfig training;
    training.batch_size = budget.batch_size;
    training.steps = budget.images > 0 ? std::max<std::int64_t>(1, budget.images / budget.batch_size) : kEndless;
    // Where the end is not known beforehand, the averaged weights do the annealing.
    training.schedule.kind = budget.images > 0 ? "cosine" : "constant";
    training.schedule.warmup = std::clamp<std::int64_t>(training.steps / 10, 1, 100);
    training.flip = set.flip;
    training.label_dropout = set.labels.empty() ? 0 : training.label_dropout;
    training.initialisation_images = 128;
    training.log_every = 10;
    training.validate_every = kEndless;
    training.validation_images = 64;
    training.sample_every = 0;
    training.precision = "float32";
    training.seed = seed;
    return training;
}

/// The checkpoint a run has reached. Error(kNumeric) when its weights are not finite, which no
/// later step mends: the data-dependent start of a net that overflows leaves such.
fs::path finite_checkpoint(const fs::path& run) {
    const fs::path file = RunFolder(run).last_checkpoint() / "model.safetensors";
    for (const auto& [name, tensor] : read_tensors(SafetensorsFile(file)))
        if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>())
            throw Error(ErrorKind::kNumeric, "Training left the finite range: " + name + " is not finite.",
                        run.string());
    return file;
}

TrainSummary train_or_resume(const StudyRow& row, const StudySet& set, const flow::FlowConfig& config,
                             std::uint64_t seed, const TrialBudget& budget, const fs::path& run,
                             const std::string& device, const ProgressSink& progress, const std::stop_token& stop) {
    TrainRequest request;
    request.flow = config;
    request.training = training_of(set, seed, budget);
    request.data = (row.truncated ? set.truncated : set.raw).string();
    request.out = run;
    request.device = device;
    request.resume = fs::exists(run / "last");
    if (request.resume) {
        finite_checkpoint(run);
    } else {
        fs::remove_all(run);  // cut off before its first checkpoint
    }
    request.training_seconds = budget.seconds;
    return train(request, progress, stop);
}

TrialScore score(flow::Model& model, const fs::path& data, const ProgressSink& progress, const std::stop_token& stop) {
    const Dataset dataset = Dataset::open(data);
    BitsPerDimOptions options;
    options.batch_size = 64;
    options.draws = kNoiseDraws;
    const BitsPerDim bits =
        evaluate_bits_per_dim(model, dataset, dataset.rows(Split::kValidation), options, progress, stop);
    return {bits.mean, bits.standard_error, bits.draw_standard_error, bits.nats, bits.non_finite};
}

Json score_json(const TrialScore& score) {
    return {{"bits_per_dim", score.bits_per_dim},
            {"standard_error", score.standard_error},
            {"draw_error", score.draw_error},
            {"nats", score.nats},
            {"non_finite", score.non_finite}};
}

TrialScore score_from_json(const Json& json) {
    return {number_or_nan(json.at("bits_per_dim")), number_or_nan(json.at("standard_error")),
            number_or_nan(json.at("draw_error")), number_or_nan(json.at("nats")),
            json.at("non_finite").get<std::int64_t>()};
}

/// Faces are judged against raw images, whatever they were trained on.
std::optional<SampleScores> judged_samples(flow::Model& model, const StudySet& set, const fs::path& judge,
                                           const std::stop_token& stop) {
    if (judge.empty() || set.labels.empty()) return std::nullopt;
    const Dataset dataset = Dataset::open(set.raw);
    return score_samples(model, dataset, dataset.rows(Split::kValidation), judge, stop);
}

void evaluate(TrialResult& result, const StudySet& set, const fs::path& run, const TrialTools& tools,
              const ProgressSink& progress, const std::stop_token& stop) {
    const auto checkpoint = flow::load_checkpoint(finite_checkpoint(run));
    checkpoint.model->to(at::Device(tools.device));
    checkpoint.model->eval();
    result.exact = checkpoint.model->exact();
    result.evaluated = set.held_out_images;
    result.raw = score(*checkpoint.model, set.raw, progress, stop);
    result.truncated = score(*checkpoint.model, set.truncated, progress, stop);
    if (result.raw.non_finite < set.held_out_images) {
        result.samples = judged_samples(*checkpoint.model, set, tools.judge, stop);
        return;
    }
    result.diverged = true;
    result.message = "Not one held-out image has a finite score.";
}

}  // namespace

Json to_json(const TrialResult& r) {
    return {{"row", r.row},
            {"set", r.set},
            {"seed", r.seed},
            {"parameters", r.parameters},
            {"width", r.width},
            {"steps", r.steps},
            {"images", r.images},
            {"skipped_steps", r.skipped_steps},
            {"train_seconds", r.train_seconds},
            {"evaluated", r.evaluated},
            {"exact", r.exact},
            {"diverged", r.diverged},
            {"message", r.message},
            {"raw", score_json(r.raw)},
            {"truncated", score_json(r.truncated)},
            {"samples", r.samples ? to_json(*r.samples) : Json()}};
}

TrialResult trial_result_from_json(const Json& json, const std::string& where) {
    try {
        TrialResult r;
        json.at("row").get_to(r.row);
        json.at("set").get_to(r.set);
        json.at("seed").get_to(r.seed);
        json.at("parameters").get_to(r.parameters);
        json.at("width").get_to(r.width);
        json.at("steps").get_to(r.steps);
        json.at("images").get_to(r.images);
        json.at("skipped_steps").get_to(r.skipped_steps);
        json.at("train_seconds").get_to(r.train_seconds);
        json.at("evaluated").get_to(r.evaluated);
        json.at("exact").get_to(r.exact);
        json.at("diverged").get_to(r.diverged);
        json.at("message").get_to(r.message);
        r.raw = score_from_json(json.at("raw"));
        r.truncated = score_from_json(json.at("truncated"));
        if (!json.at("samples").is_null()) r.samples = sample_scores_from_json(json.at("samples"));
        return r;
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("is not the result of a trial: ") + error.what() + ".", where,
                          "Remove it; its training is evaluated again.");
    }
}

TrialResult run_trial(const StudyRow& row, const StudySet& set, const flow::FlowConfig& config, std::uint64_t seed,
                      const TrialBudget& budget, const fs::path& folder, const TrialTools& tools,
                      const ProgressSink& progress, const std::stop_token& stop) {
    const fs::path file = folder / "result.json";
    if (fs::exists(file)) {
        const Json json = Json::parse(read_file(file, 1 << 20), nullptr, /*allow_exceptions=*/false);
        return trial_result_from_json(json, file.string());
    }
    TrialResult result;
    result.row = row.id;
    result.set = set.name;
    result.seed = seed;
    result.width = config.width;
    result.parameters = parameters_of(config);
    const fs::path run = folder / "run";
    try {
        const TrainSummary summary = train_or_resume(row, set, config, seed, budget, run, tools.device, progress, stop);
        if (summary.interrupted) throw Error(ErrorKind::kInterrupted, "Stopped.");
        result.steps = summary.steps;
        result.images = summary.steps * budget.batch_size;
        result.skipped_steps = summary.skipped_steps;
        result.train_seconds = summary.seconds;
        evaluate(result, set, run, tools, progress, stop);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kNumeric) throw;
        result.diverged = true;
        result.message = error.problem();
    }
    write_file(file, to_json(result).dump(2) + "\n");
    return result;
}

}  // namespace bplf
