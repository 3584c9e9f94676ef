// SPDX-License-Identifier: GPL-3.0-or-later
// A small convolutional network that names the emotion of a face: the judge of drawn faces.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>

#include <optional>
#include <string>
#include <vector>

#include "core/nn/classifier_header.h"

namespace bplf::nn {

/// Four stages of two 3×3 convolutions with batch norm, the second of each with a shortcut, of width, 2, 4 and
/// 4 · width channels, each but the last followed by 2×2 maxima; the mean over the image gives the features, one
/// linear layer the logits. train() and eval() switch batch norm and dropout.
class EmotionClassifierImpl : public torch::nn::Module {
  public:
    /// Parameters are drawn from LibTorch's generator. Error(kUsage) from validate().
    explicit EmotionClassifierImpl(EmotionClassifierOptions options);

    /// pixels: uint8 [N, channels, size, size]. Returns the penultimate layer, [N, feature_count()], float32, >= 0.
    at::Tensor features(const at::Tensor& pixels);
    /// [N, labels] from features().
    at::Tensor logits_of(const at::Tensor& features);
    /// logits_of(features(pixels)).
    at::Tensor forward(const at::Tensor& pixels);

    std::int64_t feature_count() const { return 4 * options_.width; }
    const EmotionClassifierOptions& options() const { return options_; }
    std::int64_t parameter_count() const;
    /// bfloat16 for the convolutions of training where the processor has it; nullopt: float32.
    void set_compute_type(std::optional<at::ScalarType> type) { compute_type_ = type; }

  private:
    struct Stage {
        torch::nn::Conv2d first{nullptr}, second{nullptr};
        torch::nn::BatchNorm2d first_norm{nullptr}, second_norm{nullptr};
    };
    Stage make_stage(const std::string& name, std::int64_t in, std::int64_t out);
    at::Tensor run_stage(Stage& stage, const at::Tensor& x);
    at::Tensor convolve(const torch::nn::Conv2d& layer, const at::Tensor& x) const;

    EmotionClassifierOptions options_;
    std::vector<Stage> stages_;
    torch::nn::Linear last_{nullptr};
    std::optional<at::ScalarType> compute_type_;
};
TORCH_MODULE(EmotionClassifier);

}  // namespace bplf::nn
