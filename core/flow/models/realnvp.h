// SPDX-License-Identifier: GPL-3.0-or-later
// RealNVP (Dinh et al. 2017): affine couplings under alternating masks (core/flow/README.md#realnvp).
#pragma once

#include "core/flow/chain.h"
#include "core/flow/model.h"

namespace bplf::flow {

FlowConfig realnvp_defaults();

/// Logit, then `levels` scales: `depth` checkerboard couplings, squeeze, `depth` channel couplings,
/// and half of the channels emitted in the diagonal order; the last scale has depth + 1
/// checkerboard couplings and is emitted whole. N(0, 1) under every code. Of the config it reads
/// channels, height, width_px, labels, n_bits, levels, depth, width, blocks, condition and
/// flow_batch_norm (a MaskedBatchNorm after every coupling); the width is the same at every scale.
class RealNvp : public Model {
  public:
    /// Error(kUsage) from validate() and for condition = film.
    explicit RealNvp(FlowConfig settings);
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;

  private:
    struct Scale {
        Chain checkerboard, channels;  // the last scale has no channel part
    };
    Scale build_scale(std::int64_t index, std::int64_t channels);

    std::shared_ptr<Bijection> logit_;
    std::vector<Scale> scales_;
};

}  // namespace bplf::flow
