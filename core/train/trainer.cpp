// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include <torch/types.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/collect/pack.h"
#include "core/dataset/batch_tensors.h"
#include "core/eval/bits_per_dim.h"
#include "core/flow/checkpoint.h"
#include "core/flow/registry.h"
#include "core/ops/cuda_loader.h"
#include "core/train/config_fields.h"
#include "core/train/flat_parameters.h"
#include "core/train/objective.h"
#include "core/train/ranks.h"
#include "core/train/run_folder.h"
#include "core/train/run_lock.h"
#include "core/train/run_log.h"
#include "core/train/running_statistics.h"
#include "core/train/together.h"
#include "core/train/train_state.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostSkippedInARow = 50;
constexpr std::uint64_t kNoiseSeed = 0x6E6F697365ull;  // keeps the noise apart from the loader's numbers
constexpr std::uint64_t kLabelDropoutSeed = 0x64726F70ull;
constexpr std::uint64_t kRankSeed = 0x9E3779B97F4A7C15ull;  // far apart from any number of steps

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class AveragedModel;

class Trainer {
  public:
    Trainer(const TrainRequest& request, const ProgressSink& progress, const std::stop_token& stop);
    TrainSummary run();

  private:
    void open_model();
    nlohmann::ordered_json settings() const;
    void create_run();
    void restore();
    void initialise();
    at::Tensor label_weights(const at::Tensor& labels, const at::Tensor& soft, std::int64_t step,
                             const BatchPlaces& places) const;
    at::Tensor noise(const at::Tensor& pixels, std::int64_t step, const BatchPlaces& places) const;
    at::Tensor loss_of(const BatchTensors& batch);
    void write_checkpoint(bool best);
    void train_step(Batch batch);
    void apply_gradient();
    void skip_step();
    bool is_sound(double bits_per_dim);
    [[noreturn]] void give_up(const std::string& what);
    void log_window();
    void write_log(const std::vector<std::pair<std::string, double>>& scalars);
    std::optional<Validation> measure();
    bool validate();
    void checkpoint(bool best);
    void housekeeping();
    void report();
    bool finished();
    AveragedModel averaged_model();
    void tell_rate(const std::map<std::string, std::string>& facts) const;
    std::map<std::string, std::string> facts() const;

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
    std::vector<std::int64_t> validation_rows_, labels_of_classes_;
    at::Device device_;
    std::shared_ptr<flow::Density> model_;
    std::unique_ptr<Objective> objective_;
    std::unique_ptr<FlatParameters> flat_;
    std::unique_ptr<Optimiser> optimiser_;
    std::unique_ptr<RunningStatistics> statistics_;
    at::Tensor average_, average_statistics_;
    std::unique_ptr<Loader> loader_;
    std::unique_ptr<RunLog> log_;
    TrainState state_;
    std::map<std::string, std::string> validation_facts_;
    std::int64_t saved_step_ = -1, first_step_ = 0;
    std::int64_t validated_step_ = -1;  // whose weights validation_facts_ tell of
    std::int64_t proven_step_ = -1;     // the newest checkpoint from whose weights a sound step was made
    bool checkpoint_due_ = false;
    int skipped_in_a_row_ = 0;
    double first_loss_ = std::numeric_limits<double>::quiet_NaN();
    double last_loss_ = std::numeric_limits<double>::quiet_NaN();
    double training_seconds_ = 0;
    Clock::time_point start_ = Clock::now();
};

std::optional<at::ScalarType> compute_type(const std::string& precision, at::Device device) {
    const bool native = device.is_cuda() || has_native_bfloat16();
    if (precision == "bfloat16" || (precision == "auto" && native)) return at::kBFloat16;
    return std::nullopt;
}

/// The model as it is judged and drawn from, until the end of the scope: averaged weights, full precision, running
/// statistics instead of the batch's.
class AveragedModel {
  public:
    AveragedModel(flow::Density& model, FlatParameters& flat, const at::Tensor& average, RunningStatistics& statistics,
                  const at::Tensor& average_statistics, std::optional<at::ScalarType> training_type)
        : model_(model),
          training_type_(training_type),
          swapped_(flat, average),
          swapped_statistics_(statistics, average_statistics) {
        model_.set_compute_type(std::nullopt);
        model_.eval();
    }
    ~AveragedModel() {
        model_.set_compute_type(training_type_);
        model_.train();
    }
    AveragedModel(const AveragedModel&) = delete;
    AveragedModel& operator=(const AveragedModel&) = delete;

  private:
    flow::Density& model_;
    std::optional<at::ScalarType> training_type_;
    SwappedValues swapped_;
    SwappedStatistics swapped_statistics_;
};

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
      validation_rows_(data_.rows(Split::kValidation)),
      device_(request.device) {
    if (device_.is_cuda()) ops::load_cuda();
    TrainConfig& training = request_.training;
    check_ranks(ranks_, training.batch_size);
    check_same(ranks_, settings().dump() + run_.root().string());
    if (request_.epochs > 0)
        training.steps = steps_of_epochs(request_.epochs, data_.rows(Split::kTrain).size(), training.batch_size);
    training.schedule.total = training.steps;
    labels_of_classes_ = label_map(request_.flow, data_);
    const auto wanted = static_cast<std::size_t>(request_.training.validation_images);
    if (wanted > 0 && validation_rows_.size() > wanted) validation_rows_.resize(wanted);
    open_model();
    LoaderOptions loading = loader_options(request_.training);
    loading.batch_size /= ranks_.size();
    loading.shard = ranks_.rank();
    loading.shards = ranks_.size();
    loader_ = std::make_unique<Loader>(data_, Split::kTrain, loading);
    if (ranks_.first()) lock_.emplace(run_.root());
    if (request_.resume) {
        run_.require_same_data(data_sha256_, request_.data);
        restore();
    } else {
        if (ranks_.first()) create_run();
        if (request_.warm_start.empty()) initialise();
        average_ = flat_->values().clone();
    }
    share_weights(ranks_, flat_->values(), *model_);
    share_weights(ranks_, average_, *model_);
    if (!average_statistics_.defined()) average_statistics_ = statistics_->values();
    if (ranks_.first()) log_ = std::make_unique<RunLog>(run_, state_.step);
    first_step_ = state_.step;
}

nlohmann::ordered_json Trainer::settings() const {
    return {{"flow", flow::to_json(request_.flow)},
            {"training", to_json(request_.training)},
            {"data", absolute_data(request_.data)},
            {"data_sha256", data_sha256_}};
}

void Trainer::create_run() {
    run_.create();
    write_file(run_.config_file(), settings().dump(2) + "\n");
}

void Trainer::open_model() {
    at::manual_seed(request_.training.seed);
    if (request_.warm_start.empty()) {
        model_ = flow::make_density(request_.flow);
    } else {
        model_ = flow::load_density(flow::resolve_model(request_.warm_start)).model;
        if (!(model_->config() == request_.flow)) {
            throw_usage_error("has another configuration than --config.", request_.warm_start,
                              "Warm-start needs equal flow settings.");
        }
    }
    model_->to(device_);
    model_->train();
    objective_ = make_objective(*model_, data_, request_.training);
    model_->set_recompute(request_.training.recompute);
    model_->set_compute_type(compute_type(request_.training.precision, device_));
    flat_ = std::make_unique<FlatParameters>(*model_);
    statistics_ = std::make_unique<RunningStatistics>(*model_);
    optimiser_ = std::make_unique<Optimiser>(request_.training.optimiser, flat_->values());
}

void Trainer::restore() {
    const auto folder = run_.last_checkpoint();
    const at::NoGradGuard no_grad;
    const auto stored = flow::load_density(folder / "model.safetensors");
    for (const auto& item : stored.model->named_buffers()) {
        model_->named_buffers()[item.key()].copy_(item.value());
    }
    state_ = load_train_state(folder / "state.safetensors", flat_->layout());
    average_statistics_ = statistics_->values();  // a checkpoint's model is the averaged one
    if (state_.statistics.defined()) statistics_->assign(state_.statistics.to(device_));
    flat_->values().copy_(state_.online);
    average_ = state_.average.to(device_);
    optimiser_->first_moment().copy_(state_.first_moment);
    optimiser_->second_moment().copy_(state_.second_moment);
    optimiser_->set_steps(state_.optimiser_steps);
    // The file tells the place in the whole epoch, this rank's loader counts its own share.
    loader_->seek({state_.position.epoch, state_.position.offset / ranks_.size()});
    validation_facts_ = stored.metadata;
    validated_step_ = stored.metadata.contains("bits_per_dim") ? state_.step : -1;
    saved_step_ = state_.step;
    tell_rate(stored.metadata);
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
    const at::Tensor pixels = objective_->cut(images_tensor(data_).index_select(0, index), -1, {});
    const at::Tensor labels = labels_tensor(data_).index_select(0, index);
    const at::Tensor all_soft = label_weights_tensor(data_);
    const at::Tensor soft = all_soft.defined() ? all_soft.index_select(0, index) : at::Tensor();
    model_->initialise(pixels.to(device_), noise(pixels, -1, {}), label_weights(labels, soft, -1, {}));
}

at::Tensor Trainer::noise(const at::Tensor& pixels, std::int64_t step, const BatchPlaces& places) const {
    return dequantisation_noise(pixels, model_->noise_planes(), request_.training.seed ^ kNoiseSeed,
                                static_cast<std::uint32_t>(step), places.list(pixels.size(0)))
        .to(device_);
}

at::Tensor Trainer::label_weights(const at::Tensor& labels, const at::Tensor& soft, std::int64_t step,
                                  const BatchPlaces& places) const {
    const auto classes = static_cast<std::int64_t>(request_.flow.labels.size());
    if (classes == 0) return {};
    at::Tensor rows = label_rows(labels, soft, labels_of_classes_, classes);
    std::vector<float> draws(static_cast<std::size_t>(labels.size(0) * places.step));  // of the whole batch
    PhiloxStream(request_.training.seed ^ kLabelDropoutSeed, static_cast<std::uint32_t>(step)).fill_uniform(draws);
    for (std::int64_t i = 0; i < labels.size(0); ++i) {
        if (draws[static_cast<std::size_t>(places.at(i))] < request_.training.label_dropout) {
            rows[i].fill_(1.0 / static_cast<double>(classes));
        }
    }
    return rows.to(device_);
}

void Trainer::skip_step() {
    ++state_.skipped;
    if (++skipped_in_a_row_ < kMostSkippedInARow) return;
    give_up(std::to_string(kMostSkippedInARow) + " steps in a row had a non-finite loss or gradient");
}

/// Leaves the run where training can go on from, and says so.
void Trainer::give_up(const std::string& what) {
    // Weights that no finite step was made from are no place to go on from.
    if (ranks_.first() && proven_step_ >= 0 && proven_step_ != saved_step_) run_.go_back_to(proven_step_);
    const std::string remedy = "lower learning_rate or raise warmup, then ";
    throw Error(ErrorKind::kNumeric, "Training left the finite range: " + what + ".", run_.root().string(),
                proven_step_ >= 0 ? "The last good checkpoint is step " + std::to_string(proven_step_) + "; " + remedy +
                                        "continue from it."
                                  : "There is no good checkpoint yet; " + remedy + "start again.");
}

/// Whether a loss is that of a model that learns: finite, and no worse than where this call began or, when it began
/// well, than pixels that nothing is known of.
bool Trainer::is_sound(double bits_per_dim) {
    if (!std::isfinite(bits_per_dim)) return false;
    if (std::isnan(first_loss_)) first_loss_ = bits_per_dim;
    return bits_per_dim <= std::max(first_loss_, static_cast<double>(request_.flow.n_bits));
}

void Trainer::apply_gradient() {
    const double norm = flat_->gradient().norm().item<double>();
    if (!std::isfinite(norm)) return skip_step();
    skipped_in_a_row_ = 0;
    state_.window.gradient_norm += norm;
    ++state_.window.gradients;
    if (request_.training.clip > 0 && norm > request_.training.clip) {
        flat_->gradient().mul_(request_.training.clip / norm);
    }
    optimiser_->step(flat_->values(), flat_->gradient(), learning_rate(request_.training.schedule, state_.step));
    // A young average follows the weights faster, or it would remember the start for thousands of steps.
    const double age = static_cast<double>(optimiser_->steps());
    const double decay = std::min(request_.training.ema, (1 + age) / (10 + age));
    average_.lerp_(flat_->values(), 1 - decay);
    average_statistics_.lerp_(statistics_->values(), 1 - decay);
}

/// Of this rank's share of the batch.
at::Tensor Trainer::loss_of(const BatchTensors& batch) {
    const BatchPlaces places = ranks_.places();
    const at::Tensor h = label_weights(batch.labels, batch.label_weights, state_.step, places);
    const at::Tensor pixels = objective_->cut(batch.images, state_.step, places);
    const at::Tensor bound = model_->pixel_bound(pixels.to(device_), noise(pixels, state_.step, places), h);
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
    flat_->zero_gradient();
    std::optional<nn::BatchPartsGuard> shared;
    if (!ranks_.alone()) shared.emplace(parts_);
    const at::Tensor loss = loss_of(tensors);
    const double value = average(ranks_, loss.item<double>());
    const bool sound = is_sound(value);
    if (std::isfinite(value)) {
        loss.backward();
        const at::NoGradGuard no_grad;
        average_gradient(ranks_, flat_->gradient());
        apply_gradient();
        last_loss_ = value;
        state_.window.loss += value;
        ++state_.window.losses;
    } else {
        skip_step();
    }
    if (skipped_in_a_row_ == 0 && saved_step_ == state_.step && sound) proven_step_ = saved_step_;
    ++state_.step;
    state_.position = next;
    ++state_.window.steps;
    state_.window.images += images;
    const double seconds = seconds_since(begin);
    state_.window.seconds += seconds;
    training_seconds_ += seconds;
    state_.seconds += seconds;
}

void Trainer::write_log(const std::vector<std::pair<std::string, double>>& scalars) {
    if (log_) log_->write(state_.step, scalars);
}

void Trainer::log_window() {
    if (state_.window.steps == 0) return;
    write_log({{"train/bits_per_dim", state_.window.mean_loss()},
               {"train/gradient_norm", state_.window.mean_gradient_norm()},
               {"train/learning_rate", learning_rate(request_.training.schedule, state_.step - 1)},
               {"train/skipped_steps", static_cast<double>(state_.skipped)},
               {"train/images_per_second", static_cast<double>(state_.window.images) / state_.window.seconds}});
    last_loss_ = state_.window.mean_loss();
    state_.window = {};
}

AveragedModel Trainer::averaged_model() {
    return {*model_,
            *flat_,
            average_,
            *statistics_,
            average_statistics_,
            compute_type(request_.training.precision, device_)};
}

/// Nothing when it was interrupted: the run then ends with a checkpoint of the steps made.
std::optional<Validation> Trainer::measure() {
    const AveragedModel averaged = averaged_model();
    try {
        // A rank that stopped in the middle would leave the others waiting for its share.
        return objective_->validate(validation_rows_, ranks_, ranks_.alone() ? stop_ : std::stop_token());
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kInterrupted) throw;
        return std::nullopt;
    }
}

bool Trainer::validate() {
    if (validation_rows_.empty()) return false;
    const std::optional<Validation> measured = measure();
    if (!measured) return false;
    const Validation& result = *measured;
    write_log(result.scalars);
    validation_facts_ = result.facts;
    validated_step_ = state_.step;
    state_.last_validation = result.bits_per_dim;
    // A mean without the images that could not be scored says nothing about them.
    const bool better = result.non_finite == 0 && result.bits_per_dim < state_.best;
    if (better) state_.best = result.bits_per_dim;
    return better;
}

std::map<std::string, std::string> Trainer::facts() const {
    auto facts = validation_facts_;
    if (validated_step_ != state_.step) {
        // A score belongs to the weights that it was measured on.
        std::erase_if(facts, [](const auto& fact) { return fact.first.starts_with("bits_per_dim"); });
    }
    facts["step"] = std::to_string(state_.step);
    facts["images_seen"] = std::to_string(state_.step * request_.training.batch_size);
    facts["training_seconds"] = std::to_string(std::llround(state_.seconds));
    facts["training"] = to_json(request_.training).dump();
    facts["data_sha256"] = data_sha256_;
    facts["data_profile"] = data_.metadata().contains("profile") ? data_.metadata().at("profile") : "";
    if (data_.metadata().contains("frame_margin")) facts["frame_margin"] = data_.metadata().at("frame_margin");
    if (!facts.contains("temperature")) {
        facts["temperature"] = nlohmann::json(objective_->temperature()).dump();
    }
    return facts;
}

void Trainer::checkpoint(bool best) {
    if (saved_step_ == state_.step && !best) return;
    if (!flat_->values().isfinite().all().item<bool>()) {
        give_up("the weights of step " + std::to_string(state_.step) + " are not finite");
    }
    if (ranks_.first()) write_checkpoint(best);
    saved_step_ = state_.step;
}

void Trainer::write_checkpoint(bool best) {
    state_.optimiser_steps = optimiser_->steps();
    state_.online = flat_->values();
    state_.average = average_;
    state_.statistics = statistics_->values();
    state_.first_moment = optimiser_->first_moment();
    state_.second_moment = optimiser_->second_moment();
    state_.layout = flat_->layout();
    run_.commit_checkpoint(state_.step, best, [&](const std::filesystem::path& folder) {
        save_train_state(folder / "state.safetensors", state_);
        const SwappedValues averaged(*flat_, average_);
        const SwappedStatistics averaged_statistics(*statistics_, average_statistics_);
        flow::save_checkpoint(folder / "model.safetensors", *model_, facts());
    });
    run_.prune(request_.training.keep_every, proven_step_);
}

void Trainer::housekeeping() {
    const TrainConfig& c = request_.training;
    const bool last = state_.step >= c.steps;
    if (state_.step % c.log_every == 0 || last) log_window();
    bool better = false;
    if (state_.step % c.validate_every == 0 || last) better = validate();
    if (ranks_.first() && c.sample_every > 0 && (state_.step % c.sample_every == 0 || last)) {
        const AveragedModel averaged = averaged_model();
        objective_->write_sheet(run_.sample_sheet(state_.step));
    }
    // After a skipped step the weights are in doubt, and the same as before it: wait for a finite one.
    checkpoint_due_ = checkpoint_due_ || state_.step % c.checkpoint_every == 0;
    if (!better && !last && (!checkpoint_due_ || skipped_in_a_row_ > 0)) return;
    checkpoint(better);
    checkpoint_due_ = false;
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
        housekeeping();
        report();
    }
    log_window();
    checkpoint(false);
    TrainSummary summary;
    summary.steps = state_.step;
    summary.skipped_steps = state_.skipped;
    summary.train_bits_per_dim = last_loss_;
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
    if (request.resume) read_run_config(request.out, complete.flow, complete.training, complete.data);
    if (request.resume && request.training_given) complete.training = request.training;
    if (request.resume && !request.data.empty()) complete.data = request.data;
    return Trainer(complete, progress, stop).run();
}

void read_run_config(const std::filesystem::path& run, flow::FlowConfig& flow, TrainConfig& training,
                     std::string& data) {
    const auto file = RunFolder(run).config_file();
    if (!std::filesystem::exists(file)) RunFolder(run).last_checkpoint();  // says what is missing
    try {
        const auto json = nlohmann::json::parse(read_file(file, 1 << 20));
        flow = flow::config_from_json(json.at("flow"));
        training = train_config_from_json(json.at("training"));
        data = json.at("data").get<std::string>();
    } catch (const nlohmann::json::exception& error) {
        throw_input_error(std::string("is damaged: ") + error.what() + ".", file.string(),
                          "Restore it from a copy; it holds the run's settings.");
    }
}

bool has_native_bfloat16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

}  // namespace bplf
