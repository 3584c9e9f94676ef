// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include <malloc.h>
#include <torch/types.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/collect/pack.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/bits_per_dim.h"
#include "core/eval/data_fit.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/ops/cuda_loader.h"
#include "core/train/batch_draws.h"
#include "core/train/config_fields.h"
#include "core/train/learner.h"
#include "core/train/objective.h"
#include "core/train/precision.h"
#include "core/train/ranks.h"
#include "core/train/run_folder.h"
#include "core/train/run_keeper.h"
#include "core/train/run_lock.h"
#include "core/train/run_settings.h"
#include "core/train/same_flow.h"
#include "core/train/soundness.h"
#include "core/train/together.h"
#include "core/train/train_state.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kRankSeed = 0x9E3779B97F4A7C15ull;  // far apart from any number of steps

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Trainer {
  public:
    Trainer(const TrainRequest& request, const ProgressSink& progress, const std::stop_token& stop);
    TrainSummary run();

  private:
    void open_model();
    void open_loader();
    nlohmann::ordered_json settings() const;
    void create_run();
    std::map<std::string, std::string> restore();
    void initialise();
    at::Tensor loss_of(const BatchTensors& batch);
    void train_step(Batch batch);
    void apply_gradient(double loss);
    void skip_step();
    void report();
    bool finished();
    void tell_rate(const std::map<std::string, std::string>& facts) const;
    at::Tensor to_device(const at::Tensor& tensor) const { return tensor.defined() ? tensor.to(device_) : tensor; }

    TrainRequest request_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
    RunFolder run_;
    Ranks alone_;
    Ranks& ranks_;
    RankParts parts_;
    std::optional<RunLock> lock_;
    Dataset data_;
    std::string data_sha256_;  // read once: it takes a pass over all pixels
    std::optional<BatchDraws> draws_;
    at::Device device_;
    std::shared_ptr<flow::Density> model_;
    std::unique_ptr<Objective> objective_;
    std::optional<Learner> learner_;
    std::unique_ptr<Loader> loader_;
    TrainState state_;
    std::int64_t first_step_ = 0;
    Soundness soundness_;
    std::optional<RunKeeper> keeper_;
    double last_loss_ = std::numeric_limits<double>::quiet_NaN();
    double training_seconds_ = 0;
    Clock::time_point start_ = Clock::now();
};

/// What the flow's own system refuses is a fault of the configuration, as what every system refuses.
std::shared_ptr<flow::Density> network_of(const flow::FlowConfig& config) {
    try {
        return flow::make_density(config);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kUsage) throw;
        throw_input_error(error.problem(), error.where(), error.hint());
    }
}

std::int64_t steps_of_epochs(double epochs, std::size_t images, std::int64_t batch) {
    return std::max<std::int64_t>(1, std::llround(epochs * static_cast<double>(images) / static_cast<double>(batch)));
}

Trainer::Trainer(const TrainRequest& request, const ProgressSink& progress, const std::stop_token& stop)
    : request_(request),
      progress_(progress),
      stop_(stop),
      run_(request.out),
      ranks_(request.ranks != nullptr ? *request.ranks : alone_),
      parts_(ranks_),
      data_(open_data(request.data, image_format(request.flow), stop)),
      data_sha256_(data_.content_sha256()),
      device_(request.device),
      // Pixels that nothing is known of take as many bits as they have.
      soundness_(static_cast<double>(request.flow.n_bits)) {
    if (device_.is_cuda()) ops::load_cuda();
    TrainConfig& training = request_.training;
    check_ranks(ranks_, training.batch_size);
    check_same(ranks_, settings().dump() + run_.root().string());
    if (request_.epochs > 0)
        training.steps = steps_of_epochs(request_.epochs, data_.rows(Split::kTrain).size(), training.batch_size);
    training.schedule.total = training.steps;
    draws_.emplace(training.seed, training.label_dropout, label_map(request_.flow, data_, request_.data),
                   static_cast<std::int64_t>(request_.flow.labels.size()));
    open_model();
    open_loader();
    std::map<std::string, std::string> stored;
    if (ranks_.first()) lock_.emplace(run_.root());
    if (request_.resume) {
        run_.require_same_data(data_sha256_, request_.data);
        stored = restore();
    } else {
        if (ranks_.first()) create_run();
        if (request_.warm_start.empty()) initialise();
        learner_->begin();
    }
    share_weights(ranks_, learner_->weights().values(), *model_);
    share_weights(ranks_, learner_->average(), *model_);
    keeper_.emplace(TrainedRun{run_, training, data_, data_sha256_, ranks_, *model_,
                               compute_type(training.precision, device_), *objective_, *learner_, state_, soundness_},
                    stop_);
    if (request_.resume) keeper_->resumed(std::move(stored));
    first_step_ = state_.step;
    malloc_trim(0);  // the weights' first places and what initialising took
}

void Trainer::open_loader() {
    LoaderOptions loading = loader_options(request_.training);
    loading.name = request_.data;
    loading.batch_size /= ranks_.size();
    loading.shard = ranks_.rank();
    loading.shards = ranks_.size();
    loader_ = std::make_unique<Loader>(data_, Split::kTrain, loading);
}

nlohmann::ordered_json Trainer::settings() const {
    return to_json(RunSettings{request_.flow, request_.training, request_.data}, data_sha256_);
}

void Trainer::create_run() {
    run_.create();
    write_file(run_.config_file(), settings().dump(2) + "\n");
}

void Trainer::open_model() {
    at::manual_seed(request_.training.seed);
    if (request_.warm_start.empty()) {
        model_ = network_of(request_.flow);
    } else {
        model_ = flow::load_density(flow::resolve_model(request_.warm_start)).model;
        require_same_flow(model_->config(), request_.flow, request_.warm_start,
                          "Warm-start needs equal flow settings.");
    }
    model_->to(device_);
    model_->train();
    objective_ = make_objective(*model_, data_, request_.data, request_.training);
    model_->set_recompute(request_.training.recompute);
    model_->set_compute_type(compute_type(request_.training.precision, device_));
    learner_.emplace(*model_, request_.training.optimiser);
}

/// Takes up the newest checkpoint, and gives what it says of itself.
std::map<std::string, std::string> Trainer::restore() {
    const auto folder = run_.last_checkpoint();
    const at::NoGradGuard no_grad;
    const auto stored = flow::load_density(folder / "model.safetensors");
    require_same_flow(stored.model->config(), request_.flow, (folder / "model.safetensors").string(),
                      "Restore the run's config.json from a copy, or start a new run with --warm-start.");
    for (const auto& item : stored.model->named_buffers()) {
        model_->named_buffers()[item.key()].copy_(item.value());
    }
    state_ = load_train_state(folder / "state.safetensors", learner_->weights().layout());
    learner_->restore(state_);
    // The file tells the place in the whole epoch, this rank's loader counts its own share.
    loader_->seek({state_.position.epoch, state_.position.offset / ranks_.size()});
    soundness_.saved(state_.step);
    tell_rate(stored.metadata);
    return stored.metadata;
}

/// Going on past the end of a finished cosine, say, begins again at a higher rate.
void Trainer::tell_rate(const std::map<std::string, std::string>& facts) const {
    if (!request_.notice || !facts.contains("training")) return;
    TrainConfig before = train_config_from_json(nlohmann::json::parse(facts.at("training")));
    before.schedule.total = before.steps;
    const std::string change = rate_change(before.schedule, request_.training.schedule, state_.step);
    if (!change.empty()) request_.notice(change);
}

void Trainer::initialise() {
    const auto rows = data_.rows(Split::kTrain);
    const auto wanted = static_cast<std::size_t>(request_.training.initialisation_images);
    std::vector<std::int64_t> chosen;  // spread over the set, whatever its order
    for (std::size_t i = 0; i < std::min(wanted, rows.size()); ++i) {
        chosen.push_back(rows[i * rows.size() / std::min(wanted, rows.size())]);
    }
    const at::Tensor index = at::tensor(chosen, at::kLong);
    const at::Tensor all_soft = label_weights_tensor(data_);
    const BatchTensors batch{objective_->cut(images_tensor(data_).index_select(0, index), -1, {}),
                             labels_tensor(data_).index_select(0, index),
                             all_soft.defined() ? all_soft.index_select(0, index) : at::Tensor()};
    const at::Tensor noise = draws_->noise(batch.images, model_->noise_planes(), -1, {});
    model_->initialise(batch.images.to(device_), noise.to(device_), to_device(draws_->condition(batch, -1, {})));
}

void Trainer::skip_step() {
    ++state_.skipped;
    if (soundness_.skipped())
        keeper_->give_up(std::to_string(kMostSkippedInARow) + " steps in a row had a non-finite loss or gradient");
}

/// Where it and the loss it is of are finite.
void Trainer::apply_gradient(double loss) {
    const double norm = learner_->gradient_norm();
    if (!std::isfinite(norm)) return skip_step();
    soundness_.made(state_.step, loss);
    state_.window.gradient_norm += norm;
    ++state_.window.gradients;
    const TrainConfig& training = request_.training;
    learner_->step(norm, {learning_rate(training.schedule, state_.step), training.clip, training.ema});
}

/// Of this rank's share of the batch.
at::Tensor Trainer::loss_of(const BatchTensors& batch) {
    const BatchPlaces places = ranks_.places();
    const at::Tensor h = draws_->condition(batch, state_.step, places);
    const at::Tensor pixels = objective_->cut(batch.images, state_.step, places);
    const at::Tensor noise = draws_->noise(pixels, model_->noise_planes(), state_.step, places);
    const at::Tensor bound = model_->pixel_bound(pixels.to(device_), noise.to(device_), to_device(h));
    return flow::bits_per_dim(bound, model_->modelled_dimensions(pixels), request_.flow.n_bits).mean();
}

void Trainer::train_step(Batch batch) {
    const auto begin = Clock::now();
    const std::int64_t images = std::int64_t{batch.size} * ranks_.size();
    const LoaderPosition next{batch.next.epoch, batch.next.offset * ranks_.size()};
    const BatchTensors tensors = to_tensors(std::move(batch));
    // Dropout inside the nets is a function of (seed, step, rank) alone, so that a resumed run draws the same.
    at::manual_seed(request_.training.seed + static_cast<std::uint64_t>(state_.step) +
                    kRankSeed * static_cast<std::uint64_t>(ranks_.rank()));
    learner_->weights().zero_gradient();
    std::optional<nn::BatchPartsGuard> shared;
    if (!ranks_.alone()) shared.emplace(parts_);
    const at::Tensor loss = loss_of(tensors);
    const double value = average(ranks_, loss.item<double>());
    if (std::isfinite(value)) {
        loss.backward();
        const at::NoGradGuard no_grad;
        average_gradient(ranks_, learner_->weights().gradient());
        apply_gradient(value);
        last_loss_ = value;
        state_.window.loss += value;
        ++state_.window.losses;
    } else {
        skip_step();
    }
    ++state_.step;
    state_.position = next;
    ++state_.window.steps;
    state_.window.images += images;
    const double seconds = seconds_since(begin);
    state_.window.seconds += seconds;
    training_seconds_ += seconds;
    state_.seconds += seconds;
}

void Trainer::report() {
    if (!progress_ || !ranks_.first()) return;
    char note[64];
    std::snprintf(note, sizeof note, "%.3f bits/dim", last_loss_);
    const double rate = static_cast<double>(state_.step - first_step_) / std::max(training_seconds_, 1e-9);
    progress_({"train", state_.step, request_.training.steps, "steps", seconds_since(start_), rate, note});
}

bool Trainer::finished() {
    if (state_.step >= request_.training.steps) return true;
    const bool over = stop_.stop_requested() ||
                      (request_.training_seconds > 0 && state_.seconds >= request_.training_seconds) ||
                      (request_.minutes > 0 && seconds_since(start_) >= request_.minutes * 60);
    // Clocks differ: all ranks end after the same step.
    return ranks_.alone() ? over : ranks_.any(over);
}

TrainSummary Trainer::run() {
    while (!finished()) {
        train_step(*loader_->next());
        keeper_->after_step();
        report();
    }
    keeper_->finish();
    TrainSummary summary;
    summary.steps = state_.step;
    summary.skipped_steps = state_.skipped;
    summary.train_bits_per_dim = keeper_->logged_loss();
    summary.validation_bits_per_dim = state_.last_validation;
    summary.best_bits_per_dim = state_.best;
    const auto images = static_cast<double>((state_.step - first_step_) * request_.training.batch_size);
    summary.images_per_second = training_seconds_ > 0 ? images / training_seconds_ : 0;
    summary.seconds = state_.seconds;
    summary.data = objective_->note();
    summary.checkpoint = (run_.root() / "last").string();
    summary.interrupted = stop_.stop_requested();
    return summary;
}

}  // namespace

TrainSummary train(const TrainRequest& request, const ProgressSink& progress, const std::stop_token& stop) {
    TrainRequest complete = request;
    if (request.resume) {
        const RunSettings stored = read_run_settings(request.out);
        complete.flow = stored.flow;
        if (!request.training_given) complete.training = stored.training;
        if (request.data.empty()) complete.data = stored.data;
    }
    return Trainer(complete, progress, stop).run();
}

}  // namespace bplf
