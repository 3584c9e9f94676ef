// SPDX-License-Identifier: GPL-3.0-or-later
// The Gaussian under each emitted part (core/flow/README.md#priors): learned at splits, learned or per class at the
// top.
#pragma once

#include <torch/nn/module.h>

namespace bplf::flow {

/// Mean and log standard deviation, broadcastable over [N, C, H, W].
struct Gaussian {
    at::Tensor mean, log_sd;
};

/// z ↔ prior-whitened code eps = (z − mean) · exp(−log_sd), and ln p(z).
at::Tensor whiten(const at::Tensor& z, const Gaussian& prior);
at::Tensor unwhiten(const at::Tensor& eps, const Gaussian& prior);
/// [N].
at::Tensor log_prob(const at::Tensor& z, const Gaussian& prior);
/// ln N(z; 0, I), [N].
at::Tensor standard_log_prob(const at::Tensor& z);

/// p(z_i | continuing half): zero-initialised 3×3 convolution, plus a label map when labels > 0;
/// log_sd = a · tanh(raw) + b with scalars a = 1, b = 0 at the start.
class SplitPrior : public torch::nn::Module {
  public:
    enum class Kind { kStandard, kLearned };
    SplitPrior(Kind kind, std::int64_t channels, std::int64_t labels);
    /// x: the continuing half [N, C, H, W]; h: [N, labels] or undefined.
    Gaussian forward(const at::Tensor& x, const at::Tensor& h);

  private:
    Kind kind_;
    at::Tensor weight_, bias_, logs_, label_, gain_, offset_;
};

/// p(z_L): standard, one learned mean and log_sd per channel, the same plus a label map, or (kClassMap) per element and
/// class.
class TopPrior : public torch::nn::Module {
  public:
    enum class Kind { kStandard, kLearned, kClass, kClassMap };
    TopPrior(Kind kind, std::int64_t channels, std::int64_t height, std::int64_t width, std::int64_t labels);
    Gaussian forward(const at::Tensor& like, const at::Tensor& h);

  private:
    Kind kind_;
    at::Tensor base_, label_;
    std::int64_t channels_, height_, width_;
};

}  // namespace bplf::flow
