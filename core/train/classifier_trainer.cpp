// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/classifier_trainer.h"

#include <torch/types.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/label_agreement.h"
#include "core/eval/recognition.h"
#include "core/nn/classifier_file.h"
#include "core/train/classifier_setup.h"
#include "core/train/config_fields.h"
#include "core/train/learner.h"
#include "core/train/precision.h"
#include "core/train/run_folder.h"
#include "core/train/run_lock.h"
#include "core/train/run_log.h"
#include "core/train/soundness.h"
#include "core/train/train_state.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class ClassifierTrainer {
  public:
    ClassifierTrainer(const ClassifierRequest& request, const ProgressSink& progress, const std::stop_token& stop);
    ClassifierSummary run();

  private:
    void restore();
    at::Tensor logits_of(const at::Tensor& images);
    void train_step(Batch batch);
    void skip_step();
    void log_window();
    bool validate_now();
    void checkpoint(bool best);
    void report() const;
    bool finished() const;
    std::map<std::string, std::string> facts() const;
    ClassifierSummary summary() const;

    ClassifierRequest request_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    RunFolder run_;
    std::optional<RunLock> lock_;
    Dataset data_;
    std::string data_sha256_;  // read once: it takes a pass over all pixels
    at::Tensor validation_pixels_;
    std::vector<std::int64_t> validation_labels_;
    nn::EmotionClassifier model_{nullptr};
    std::optional<Learner> learner_;
    std::unique_ptr<Loader> loader_;
    std::unique_ptr<RunLog> log_;
    TrainState state_;  // `best` and `last_validation` are shares of wrong answers
    std::optional<LabelAgreement> validation_;
    std::optional<Soundness> soundness_;
    std::int64_t validated_step_ = -1, first_step_ = 0;
    double last_loss_ = std::numeric_limits<double>::quiet_NaN();
    double training_seconds_ = 0;
    Clock::time_point start_ = Clock::now();
};

ClassifierTrainer::ClassifierTrainer(const ClassifierRequest& request, const ProgressSink& progress,
                                     const std::stop_token& stop)
    : request_(request),
      progress_(progress),
      stop_(stop),
      run_(request.out),
      data_(open_classifier_data(request, stop)),
      data_sha256_(data_.content_sha256()) {
    const auto rows = data_.rows(Split::kValidation);
    const at::Tensor index = at::tensor(rows, at::kLong);
    validation_pixels_ = images_tensor(data_).index_select(0, index);
    for (const std::int64_t row : rows) validation_labels_.push_back(data_.labels()[static_cast<std::size_t>(row)]);

    at::manual_seed(request_.config.seed);
    model_ = nn::EmotionClassifier(classifier_network(data_, request_));
    model_->to(at::Device(request_.device));
    learner_.emplace(*model_, request_.config.optimiser);
    soundness_.emplace(std::log(static_cast<double>(data_.class_names().size())));
    LoaderOptions loading = loader_options(request_.config);
    loading.name = request_.data;
    loader_ = std::make_unique<Loader>(data_, Split::kTrain, loading);
    lock_.emplace(run_.root());
    if (request_.resume) {
        restore();
        run_.require_same_data(data_sha256_, request_.data);
    } else {
        run_.create();
        const nlohmann::ordered_json config{{"classifier", to_json(request_.config)},
                                            {"size", request_.size},
                                            {"data", absolute_data(request_.data)},
                                            {"data_sha256", data_sha256_}};
        write_file(run_.config_file(), config.dump(2) + "\n");
        learner_->begin();
    }
    log_ = std::make_unique<RunLog>(run_, state_.step);
    first_step_ = state_.step;
}

void ClassifierTrainer::restore() {
    const at::NoGradGuard no_grad;
    const auto folder = run_.last_checkpoint();
    nn::StoredClassifier stored = nn::load_classifier(folder / "model.safetensors");
    if (!(stored.model->options() == model_->options())) {
        throw_input_error("has other labels or another image size than the run it should continue.", request_.data,
                          "Give the data that the run was started with.");
    }
    auto buffers = model_->named_buffers();  // the running statistics; the weights come from the state
    for (const auto& item : stored.model->named_buffers()) buffers[item.key()].copy_(item.value());
    state_ = load_train_state(folder / "state.safetensors", learner_->weights().layout());
    learner_->restore(state_);
    loader_->seek(state_.position);
    soundness_->saved(state_.step);
}

at::Tensor ClassifierTrainer::logits_of(const at::Tensor& images) {
    model_->train();
    model_->set_compute_type(compute_type("auto", images.device()));
    const at::Tensor logits = model_->forward(images);
    model_->set_compute_type(std::nullopt);
    return logits;
}

void ClassifierTrainer::skip_step() {
    ++state_.skipped;
    if (!soundness_->skipped()) return;
    give_up(run_, *soundness_,
            std::to_string(kMostSkippedInARow) + " steps in a row had a non-finite loss or gradient");
}

void ClassifierTrainer::train_step(Batch batch) {
    const auto begin = Clock::now();
    state_.position = batch.next;
    state_.window.images += batch.size;
    const BatchTensors tensors = to_tensors(std::move(batch));
    const at::Device device(request_.device);
    const at::Tensor labels = tensors.labels.to(device);
    // Dropout is a function of (seed, step) alone, so that a resumed run draws the same.
    at::manual_seed(request_.config.seed + static_cast<std::uint64_t>(state_.step));
    learner_->weights().zero_gradient();
    const at::Tensor logits = logits_of(tensors.images.to(device));
    const at::Tensor wanted = tensors.label_weights.defined() ? tensors.label_weights.to(device) : labels;
    const at::Tensor loss =
        at::cross_entropy_loss(logits, wanted, {}, at::Reduction::Mean, -100, request_.config.label_smoothing);
    const double value = loss.item<double>();
    if (std::isfinite(value)) loss.backward();
    const double norm = std::isfinite(value) ? learner_->gradient_norm() : value;
    if (std::isfinite(norm)) {
        soundness_->made(state_.step, value);
        learner_->step(norm, {.learning_rate = learning_rate(request_.config.schedule, state_.step)});
        state_.window.loss += value;
        ++state_.window.losses;
        state_.window.right += logits.argmax(1).eq(labels).sum().item<std::int64_t>();
    } else {
        skip_step();
    }
    ++state_.window.steps;
    ++state_.step;
    const double seconds = seconds_since(begin);
    state_.window.seconds += seconds;
    training_seconds_ += seconds;
    state_.seconds += seconds;
}

void ClassifierTrainer::log_window() {
    if (state_.window.steps == 0) return;
    last_loss_ = state_.window.mean_loss();
    const double images = static_cast<double>(state_.window.images);
    log_->write(state_.step, {{"train/cross_entropy", last_loss_},
                              {"train/accuracy", static_cast<double>(state_.window.right) / images},
                              {"train/learning_rate", learning_rate(request_.config.schedule, state_.step - 1)},
                              {"train/skipped_steps", static_cast<double>(state_.skipped)},
                              {"train/images_per_second", images / state_.window.seconds}});
    state_.window = {};
}

bool ClassifierTrainer::validate_now() {
    if (validation_labels_.empty()) return false;
    Recognition seen;
    try {
        seen = recognise(model_, validation_pixels_, 256, stop_);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kInterrupted) throw;
        return false;  // the run ends with a checkpoint of the steps made
    }
    validation_ = label_agreement(validation_labels_, seen.labels, data_.class_names().size());
    std::vector<std::pair<std::string, double>> scalars{{"validation/accuracy", validation_->share}};
    for (std::size_t label = 0; label < validation_->per_label.size(); ++label) {
        if (std::isnan(validation_->per_label[label])) continue;
        scalars.emplace_back("validation/accuracy_" + data_.class_names()[label], validation_->per_label[label]);
    }
    log_->write(state_.step, scalars);
    validated_step_ = state_.step;
    state_.last_validation = 1 - validation_->share;
    const bool better = state_.last_validation < state_.best;
    if (better) state_.best = state_.last_validation;
    return better;
}

std::map<std::string, std::string> ClassifierTrainer::facts() const {
    std::map<std::string, std::string> facts;
    if (validated_step_ == state_.step) {
        nlohmann::ordered_json by_label = nlohmann::ordered_json::object();
        for (std::size_t label = 0; label < validation_->per_label.size(); ++label) {
            by_label[data_.class_names()[label]] = validation_->per_label[label];
        }
        facts["accuracy"] = nlohmann::json(validation_->share).dump();
        facts["accuracy_images"] = std::to_string(validation_->count);
        facts["accuracy_per_label"] = by_label.dump();
    }
    facts["step"] = std::to_string(state_.step);
    facts["images_seen"] = std::to_string(state_.step * request_.config.batch_size);
    facts["training_seconds"] = std::to_string(std::llround(state_.seconds));
    facts["training"] = to_json(request_.config).dump();
    facts["data_sha256"] = data_sha256_;
    return facts;
}

void ClassifierTrainer::checkpoint(bool best) {
    if (soundness_->saved() == state_.step && !best) return;
    if (!learner_->is_finite())
        give_up(run_, *soundness_, "the weights of step " + std::to_string(state_.step) + " are not finite");
    learner_->store(state_);
    run_.commit_checkpoint(state_.step, best, [&](const std::filesystem::path& folder) {
        save_train_state(folder / "state.safetensors", state_);
        nn::save_classifier(folder / "model.safetensors", model_, facts());
    });
    run_.prune(0, soundness_->proven());
    soundness_->saved(state_.step);
}

void ClassifierTrainer::report() const {
    if (!progress_) return;
    char note[64];
    std::snprintf(note, sizeof note, "loss %.3f, best %.1f %%", last_loss_,
                  std::isfinite(state_.best) ? 100 * (1 - state_.best) : 0.0);
    const double rate = static_cast<double>(state_.step - first_step_) / std::max(training_seconds_, 1e-9);
    progress_({"train", state_.step, request_.config.steps, "steps", seconds_since(start_), rate, note});
}

bool ClassifierTrainer::finished() const {
    if (state_.step >= request_.config.steps || stop_.stop_requested()) return true;
    return request_.minutes > 0 && seconds_since(start_) >= request_.minutes * 60;
}

ClassifierSummary ClassifierTrainer::summary() const {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    ClassifierSummary summary;
    summary.steps = state_.step;
    summary.skipped_steps = state_.skipped;
    summary.train_loss = last_loss_;
    summary.validation_accuracy = 1 - state_.last_validation;
    summary.best_accuracy = std::isfinite(state_.best) ? 1 - state_.best : nan;
    summary.labels = data_.class_names();
    if (validation_) summary.accuracy_per_label = validation_->per_label;
    summary.parameters = model_->parameter_count();
    const auto images = static_cast<double>((state_.step - first_step_) * request_.config.batch_size);
    summary.images_per_second = training_seconds_ > 0 ? images / training_seconds_ : 0;
    summary.seconds = state_.seconds;
    summary.checkpoint = (run_.root() / (std::isfinite(state_.best) ? "best" : "last")).string();
    summary.interrupted = stop_.stop_requested();
    return summary;
}

ClassifierSummary ClassifierTrainer::run() {
    const ClassifierConfig& c = request_.config;
    while (!finished()) {
        train_step(*loader_->next());
        const bool last = state_.step >= c.steps;
        if (state_.step % c.log_every == 0 || last) log_window();
        if (state_.step % c.validate_every == 0 || last) checkpoint(validate_now());
        report();
    }
    log_window();
    checkpoint(false);
    return summary();
}

}  // namespace

ClassifierSummary train_classifier(const ClassifierRequest& request, const ProgressSink& progress,
                                   const std::stop_token& stop) {
    return ClassifierTrainer(complete_request(request), progress, stop).run();
}

}  // namespace bplf
