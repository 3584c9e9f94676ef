// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_keeper.h"

#include <torch/types.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/flow/checkpoint.h"
#include "core/train/config_fields.h"

namespace bplf {
namespace {

/// The model as it is judged and drawn from, until the end of the scope: averages, full precision, running statistics
/// instead of the batch's.
class JudgedModel {
  public:
    explicit JudgedModel(const TrainedRun& run)
        : model_(run.model), training_type_(run.compute_type), averaged_(run.learner) {
        model_.set_compute_type(std::nullopt);
        model_.eval();
    }
    ~JudgedModel() {
        model_.set_compute_type(training_type_);
        model_.train();
    }
    JudgedModel(const JudgedModel&) = delete;
    JudgedModel& operator=(const JudgedModel&) = delete;

  private:
    flow::Density& model_;
    std::optional<at::ScalarType> training_type_;
    Learner::Averaged averaged_;
};

std::vector<std::int64_t> validation_rows(const Dataset& data, std::int64_t most) {
    std::vector<std::int64_t> rows = data.rows(Split::kValidation);
    if (most > 0 && rows.size() > static_cast<std::size_t>(most)) rows.resize(static_cast<std::size_t>(most));
    return rows;
}

}  // namespace

RunKeeper::RunKeeper(const TrainedRun& run, const std::stop_token& stop)
    : run_(run), stop_(stop), validation_rows_(validation_rows(run.data, run.training.validation_images)) {
    if (run_.ranks.first()) log_ = std::make_unique<RunLog>(run_.folder, run_.state.step);
}

void RunKeeper::resumed(std::map<std::string, std::string> facts) {
    validation_facts_ = std::move(facts);
    validated_step_ = validation_facts_.contains("bits_per_dim") ? run_.state.step : -1;
}

void RunKeeper::give_up(const std::string& what) const {
    bplf::give_up(run_.folder, run_.soundness, what, run_.ranks.first());
}

void RunKeeper::write_log(const std::vector<std::pair<std::string, double>>& scalars) {
    if (log_) log_->write(run_.state.step, scalars);
}

void RunKeeper::log_window() {
    LogWindow& window = run_.state.window;
    if (window.steps == 0) return;
    write_log({{"train/bits_per_dim", window.mean_loss()},
               {"train/gradient_norm", window.mean_gradient_norm()},
               {"train/learning_rate", learning_rate(run_.training.schedule, run_.state.step - 1)},
               {"train/skipped_steps", static_cast<double>(run_.state.skipped)},
               {"train/images_per_second", static_cast<double>(window.images) / window.seconds}});
    logged_loss_ = window.mean_loss();
    window = {};
}

/// Nothing when it was interrupted: the run then ends with a checkpoint of the steps made.
std::optional<Validation> RunKeeper::measure() {
    const JudgedModel judged(run_);
    try {
        // A rank that stopped in the middle would leave the others waiting for its share.
        return run_.objective.validate(validation_rows_, run_.ranks, run_.ranks.alone() ? stop_ : std::stop_token());
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kInterrupted) throw;
        return std::nullopt;
    }
}

/// Whether the model is better than it ever was.
bool RunKeeper::validate() {
    if (validation_rows_.empty()) return false;
    const std::optional<Validation> result = measure();
    if (!result) return false;
    write_log(result->scalars);
    validation_facts_ = result->facts;
    validated_step_ = run_.state.step;
    run_.state.last_validation = result->bits_per_dim;
    // A mean without the images that could not be scored says nothing about them.
    const bool better = result->non_finite == 0 && result->bits_per_dim < run_.state.best;
    if (better) run_.state.best = result->bits_per_dim;
    return better;
}

void RunKeeper::write_sheet() {
    const JudgedModel judged(run_);
    run_.objective.write_sheet(run_.folder.sample_sheet(run_.state.step));
}

std::map<std::string, std::string> RunKeeper::facts() const {
    auto facts = validation_facts_;
    if (validated_step_ != run_.state.step) {
        // A score belongs to the weights that it was measured on.
        std::erase_if(facts, [](const auto& fact) { return fact.first.starts_with("bits_per_dim"); });
    }
    facts["step"] = std::to_string(run_.state.step);
    facts["images_seen"] = std::to_string(run_.state.step * run_.training.batch_size);
    facts["training_seconds"] = std::to_string(std::llround(run_.state.seconds));
    facts["training"] = to_json(run_.training).dump();
    facts["data_sha256"] = run_.data_sha256;
    const auto& about_data = run_.data.metadata();
    facts["data_profile"] = about_data.contains("profile") ? about_data.at("profile") : "";
    if (about_data.contains("frame_margin")) facts["frame_margin"] = about_data.at("frame_margin");
    if (!facts.contains("temperature")) {
        facts["temperature"] = nlohmann::json(run_.objective.temperature()).dump();
    }
    return facts;
}

void RunKeeper::checkpoint(bool best) {
    const std::int64_t step = run_.state.step;
    if (run_.soundness.saved() == step && !best) return;
    if (!run_.learner.is_finite()) give_up("the weights of step " + std::to_string(step) + " are not finite");
    if (run_.ranks.first()) write_checkpoint(best);
    run_.soundness.saved(step);
}

void RunKeeper::write_checkpoint(bool best) {
    run_.learner.store(run_.state);
    run_.folder.commit_checkpoint(run_.state.step, best, [&](const std::filesystem::path& folder) {
        save_train_state(folder / "state.safetensors", run_.state);
        const Learner::Averaged averaged(run_.learner);
        flow::save_checkpoint(folder / "model.safetensors", run_.model, facts());
    });
    run_.folder.prune(run_.training.keep_every, run_.soundness.proven());
}

void RunKeeper::after_step() {
    const TrainConfig& training = run_.training;
    const std::int64_t step = run_.state.step;
    const bool last = step >= training.steps;
    if (step % training.log_every == 0 || last) log_window();
    bool better = false;
    if (step % training.validate_every == 0 || last) better = validate();
    if (run_.ranks.first() && training.sample_every > 0 && (step % training.sample_every == 0 || last)) write_sheet();
    // After a skipped step the weights are in doubt, and the same as before it: wait for a finite one.
    checkpoint_due_ = checkpoint_due_ || step % training.checkpoint_every == 0;
    if (!better && !last && (!checkpoint_due_ || run_.soundness.in_doubt())) return;
    checkpoint(better);
    checkpoint_due_ = false;
}

void RunKeeper::finish() {
    log_window();
    checkpoint(false);
}

}  // namespace bplf
