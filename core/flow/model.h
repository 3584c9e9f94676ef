// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of every system: a density over images with codes, whatever is inside.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/flow/density.h"

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
/// for an unconditional model. Batch-normalised systems invert exactly in eval() mode only.
class Model : public Density {
  public:
    /// ln p(x | h), [N]; a lower bound of it where exact() is false.
    virtual at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) = 0;
    /// Codes of x. Stops between steps when asked: Error(kInterrupted).
    virtual Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) = 0;
    /// Inverse of encode; of the nearest x the model can make where exact() is false. Error(kNumeric) when a
    /// map is singular.
    virtual Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h,
                           const std::stop_token& stop = {}) = 0;

    /// Here: uniform dequantisation.
    at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) override;
    std::int64_t modelled_dimensions(const at::Tensor& pixels) const override;
    /// Whether decode(encode(x)) = x and log_likelihood() is exact: a flow, not a bound.
    virtual bool exact() const { return true; }

    const std::vector<CodeShape>& code_shapes() const { return shapes_; }

  protected:
    /// Error(kUsage) from validate(). The derived class fills `shapes_`.
    Model(std::string kind, FlowConfig config);
    /// Error(kInternal) unless x is [N, C, H, W] of the config.
    void require_size(const at::Tensor& x) const;

    std::vector<CodeShape> shapes_;
};

}  // namespace bplf::flow
