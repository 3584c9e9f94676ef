// SPDX-License-Identifier: GPL-3.0-or-later
// All parameters of a model in one contiguous buffer, so that optimiser, clipping and averages are single passes.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <string>
#include <vector>

namespace bplf {

/// Moves the parameters of `model` into one flat float32 buffer and their gradients into another; the model's
/// tensors become views of them. The model must outlive this object and keep its device.
class FlatParameters {
  public:
    explicit FlatParameters(torch::nn::Module& model);

    at::Tensor& values() { return values_; }      ///< [P]
    at::Tensor& gradient() { return gradient_; }  ///< [P]
    void zero_gradient();
    std::int64_t size() const { return values_.numel(); }
    /// Names in buffer order joined by newlines: a checkpoint's state fits only a model with the same text.
    const std::string& layout() const { return layout_; }

  private:
    std::vector<at::Tensor> parameters_;
    at::Tensor values_, gradient_;
    std::string layout_;
};

/// While alive, the model computes with `other` values (an average) instead of its own.
class SwappedValues {
  public:
    SwappedValues(FlatParameters& parameters, const at::Tensor& other);
    ~SwappedValues();
    SwappedValues(const SwappedValues&) = delete;
    SwappedValues& operator=(const SwappedValues&) = delete;

  private:
    FlatParameters& parameters_;
    at::Tensor saved_;
};

}  // namespace bplf
