// SPDX-License-Identifier: GPL-3.0-or-later
// The judge through LibTorch.
#include "core/engine/judge.h"

#include <torch/types.h>

#include <nlohmann/json.hpp>

#include "core/engine/one_core.h"
#include "core/flow/checkpoint.h"
#include "core/image/image_tensor.h"
#include "core/image/resize.h"
#include "core/nn/classifier_file.h"

namespace bplf {
namespace {

class ClassifierJudge final : public Judge {
  public:
    explicit ClassifierJudge(const std::string& name)
        : stored_(nn::load_classifier(flow::resolve_model(name))), name_(name) {
        stored_.model->eval();
    }

    const std::vector<std::string>& labels() const override { return stored_.model->options().labels; }
    std::string name() const override { return name_; }
    std::string sha256() const override { return stored_.sha256; }
    std::optional<double> accuracy() const override {
        const nlohmann::json value = fact("accuracy");
        return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
    }
    std::map<std::string, double> accuracy_per_label() const override {
        std::map<std::string, double> result;
        const nlohmann::json values = fact("accuracy_per_label");
        if (!values.is_object()) return result;
        for (const auto& [label, value] : values.items()) {
            if (value.is_number()) result[label] = value.get<double>();
        }
        return result;
    }

    std::vector<double> probabilities(const Image& face) override {
        const OneCore one_core;
        const at::NoGradGuard no_grad;
        const nn::EmotionClassifierOptions& options = stored_.model->options();
        const int side = static_cast<int>(options.size);
        Image image = options.channels == 1 ? to_grey(face) : to_rgb(face);
        if (image.width != side || image.height != side) image = resize(image, side, side, Filter::kArea);
        const at::Tensor logits = stored_.model->forward(to_tensor({&image, 1}));
        const at::Tensor shares = at::softmax(logits.to(at::kDouble), 1).contiguous();
        const double* begin = shares.const_data_ptr<double>();
        return {begin, begin + shares.size(1)};
    }

  private:
    nlohmann::json fact(const char* key) const {
        const auto found = stored_.metadata.find(key);
        return found == stored_.metadata.end() ? nlohmann::json()
                                               : nlohmann::json::parse(found->second, nullptr, false);
    }

    nn::StoredClassifier stored_;
    std::string name_;
};

}  // namespace

std::unique_ptr<Judge> load_judge(const std::string& name) {
    return std::make_unique<ClassifierJudge>(name);
}

}  // namespace bplf
