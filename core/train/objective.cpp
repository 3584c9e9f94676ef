// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/objective.h"

#include "core/base/error.h"
#include "core/eval/data_fit.h"
#include "core/flow/model.h"
#include "core/train/level_objective.h"
#include "core/train/sample_sheet.h"

namespace bplf {
namespace {

class ImageObjective : public Objective {
  public:
    ImageObjective(flow::Model& model, const Dataset& data) : model_(model), data_(data) {}
    at::Tensor cut(const at::Tensor& pixels, std::int64_t, const BatchPlaces&) const override { return pixels; }
    Validation validate(const std::vector<std::int64_t>& rows, Ranks& ranks,
                        const std::stop_token& stop) const override {
        return validate_model(model_, data_, rows, ranks, stop);
    }
    void write_sheet(const std::filesystem::path& path) const override { write_sample_sheet(model_, path); }
    std::vector<double> temperature() const override { return default_temperature(model_); }

  private:
    flow::Model& model_;
    const Dataset& data_;
};

}  // namespace

TrainConfig default_training(const flow::FlowConfig& config) {
    TrainConfig training;
    if (config.level.empty()) return training;
    constexpr int kPatch = 64;  // details are local: larger images show the same in more time
    training.batch_size = 16;
    training.ema = 0.998;
    training.clip = 20;
    training.initialisation_images = 64;
    training.validation_images = 256;
    training.patch = config.height > kPatch ? kPatch : 0;
    return training;
}

std::unique_ptr<Objective> make_objective(flow::Density& density, const Dataset& data, const std::string& name,
                                          const TrainConfig& training) {
    if (auto* level = dynamic_cast<flow::Level*>(&density)) {
        return std::make_unique<LevelObjective>(*level, data, name, training);
    }
    auto* model = dynamic_cast<flow::Model*>(&density);
    BPLF_CHECK(model != nullptr, "a density is a model or a level");
    require_image_size(model->config(), data, name);
    return std::make_unique<ImageObjective>(*model, data);
}

}  // namespace bplf
