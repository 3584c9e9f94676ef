// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of every system: a density over images with codes, whatever is inside.
#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/flow/config.h"

namespace bplf::flow {

/// Shape of one emitted code, [channels, height, width].
struct CodeShape {
    std::int64_t channels, height, width;
    std::int64_t size() const { return channels * height * width; }
};

/// A batch of codes with its likelihood.
struct Encoded {
    std::vector<at::Tensor> eps;  ///< fine to coarse, [N, C_i, H_i, W_i], N(0, 1) under the model
    at::Tensor log_likelihood;    ///< [N], nats, density on the [−1, 1) scale
};

/// A batch of images in model range with its likelihood.
struct Decoded {
    at::Tensor x;               ///< [N, C, H, W], about [−1, 1)
    at::Tensor log_likelihood;  ///< [N]
};

/// p(x | h) over images x [N, C, H, W] in [−1, 1). The labels h are [N, labels], rows >= 0 with sum 1; undefined
/// for an unconditional model. Every likelihood is in nats, a density on the [−1, 1) scale. Moves with to();
/// batch-normalised systems invert exactly in eval() mode only. Not thread-safe while parameters change.
class Model : public torch::nn::Module {
  public:
    /// ln p(x | h), [N]; a lower bound of it where exact() is false.
    virtual at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) = 0;
    /// Codes of x. Stops between steps when asked: Error(kInterrupted).
    virtual Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) = 0;
    /// Inverse of encode; of the nearest x the model can make where exact() is false. Error(kNumeric) when a
    /// map is singular.
    virtual Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h,
                           const std::stop_token& stop = {}) = 0;

    /// What training maximises and evaluation reports, [N]: a lower bound of ln P(pixels | h) on the [−1, 1)
    /// scale (core/flow/README.md#bits-per-dimension). pixels: uint8 [N, C, H, W]; noise: float32 in [0, 1),
    /// [N, noise_planes()·C, H, W].
    /// Here: uniform dequantisation.
    virtual at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h);
    /// Uniform numbers that pixel_bound takes for each element of an image.
    virtual std::int64_t noise_planes() const { return 1; }
    /// Whether decode(encode(x)) = x and log_likelihood() is exact: a flow, not a bound.
    virtual bool exact() const { return true; }

    /// Data-dependent initialisation from a batch, as for pixel_bound(); then initialised() is true and stays so
    /// in checkpoints.
    void initialise(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h);
    bool initialised() const;

    const FlowConfig& config() const { return config_; }
    const std::vector<CodeShape>& code_shapes() const { return shapes_; }
    std::int64_t parameter_count() const;
    bool conditional() const { return !config_.labels.empty(); }

    /// Type of the convolutions inside the networks during training (bfloat16 where the CPU has it); nullopt = the
    /// parameters' type.
    virtual void set_compute_type(std::optional<at::ScalarType> type);
    /// Store only each step's input and run the step again in backward (core/flow/README.md#memory-and-precision);
    /// without effect where a system has no such steps.
    virtual void set_recompute(bool) {}

  protected:
    /// Error(kUsage) from validate(). The derived class fills `shapes_`.
    Model(std::string kind, FlowConfig config);
    /// Error(kInternal) unless x is [N, C, H, W] of the config.
    void require_size(const at::Tensor& x) const;

    std::vector<CodeShape> shapes_;

  private:
    FlowConfig config_;
    at::Tensor initialised_;
};

/// (−log_likelihood / D + ln(n_bins / 2)) / ln 2 … with the sign of eq 4-1: bits per dimension, [N], float64.
at::Tensor bits_per_dim(const at::Tensor& log_likelihood, const FlowConfig& config);

}  // namespace bplf::flow
