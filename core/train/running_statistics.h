// SPDX-License-Identifier: GPL-3.0-or-later
// The running statistics of batch norms, which belong to the weights they were seen under: an average of the weights is
// judged with the same average of them (core/train/README.md).
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <vector>

namespace bplf {

/// The floating-point buffers of a model as one vector. The model must outlive this object and keep its device.
class RunningStatistics {
  public:
    explicit RunningStatistics(const torch::nn::Module& model);
    at::Tensor values() const;  ///< a copy, [B] float32; B may be 0
    /// Error(kInternal) for another size.
    void assign(const at::Tensor& values);

  private:
    std::vector<at::Tensor> buffers_;
};

/// While alive, the model computes with `other` statistics (an average) instead of its own.
class SwappedStatistics {
  public:
    SwappedStatistics(RunningStatistics& statistics, const at::Tensor& other)
        : statistics_(statistics), saved_(statistics.values()) {
        statistics_.assign(other);
    }
    ~SwappedStatistics() { statistics_.assign(saved_); }
    SwappedStatistics(const SwappedStatistics&) = delete;
    SwappedStatistics& operator=(const SwappedStatistics&) = delete;

  private:
    RunningStatistics& statistics_;
    at::Tensor saved_;
};

}  // namespace bplf
