// SPDX-License-Identifier: GPL-3.0-or-later
// What can be trained by maximum likelihood and stored in a checkpoint: a model of whole images, or a level of a
// pyramid given what lies below it.
#pragma once

#include <torch/nn/module.h>

#include <optional>
#include <string>

#include "core/flow/config.h"

namespace bplf::flow {

/// A density with parameters. Every likelihood is in nats, on the [−1, 1) scale. Moves with to(); not thread-safe while
/// parameters change.
class Density : public torch::nn::Module {
  public:
    /// What training maximises and evaluation reports, [N]: a lower bound of ln P(pixels | h)
    /// (core/flow/README.md#bits-per-dimension). pixels: uint8 [N, C, H, W]; noise: float32 in [0, 1), [N,
    /// noise_planes()·C, H, W]; h: [N, labels], rows >= 0 with sum 1, undefined for an unconditional density.
    virtual at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) = 0;
    /// Uniform numbers that pixel_bound takes for each element of an image.
    virtual std::int64_t noise_planes() const { return 1; }
    /// Numbers per image whose density pixel_bound() gives for such pixels: what bits per dimension divide by.
    virtual std::int64_t modelled_dimensions(const at::Tensor& pixels) const = 0;

    /// Data-dependent initialisation from a batch, as for pixel_bound(); then initialised() is true and stays so
    /// in checkpoints.
    void initialise(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h);
    bool initialised() const;
    /// For a density made of initialised parts.
    void mark_initialised();

    const FlowConfig& config() const { return config_; }
    std::int64_t parameter_count() const;
    bool conditional() const { return !config_.labels.empty(); }

    /// Type of the convolutions inside the networks during training (bfloat16 where the CPU has it); nullopt = the
    /// parameters' type.
    virtual void set_compute_type(std::optional<at::ScalarType> type);
    /// Store only each step's input and run the step again in backward (core/flow/README.md#memory-and-precision);
    /// without effect where a system has no such steps.
    virtual void set_recompute(bool) {}

  protected:
    /// Error(kUsage) from validate().
    Density(std::string kind, FlowConfig config);

  private:
    FlowConfig config_;
    at::Tensor initialised_;
};

/// (−log_likelihood / dimensions + ln(n_bins / 2)) / ln 2: bits per dimension on the scale of pixel values, [N],
/// float64 (eq 4-1, with the sign of the text).
at::Tensor bits_per_dim(const at::Tensor& log_likelihood, std::int64_t dimensions, int n_bits);
/// The same of whole images: dimensions and bits as the config says.
at::Tensor bits_per_dim(const at::Tensor& log_likelihood, const FlowConfig& config);

}  // namespace bplf::flow
