// SPDX-License-Identifier: GPL-3.0-or-later
// Flow++ (Ho et al. 2019): mixture-of-logistics couplings with attention (core/flow/README.md#flow-and-its-couplings).
#pragma once

#include "core/flow/chain.h"
#include "core/flow/layers/variational_dequantiser.h"
#include "core/flow/model.h"

namespace bplf::flow {

FlowConfig flow_pp_defaults();

/// Logit, then three stages of {norm, 1×1, coupling, swap}: `depth` on columns, squeeze, depth / 2
/// on channel halves, depth − 1 on columns (4, 2, 3 as published; at least one each). Nothing is
/// factored out: one code, N(0, I). Of the config it reads channels, height (even), width_px (in
/// fours), labels, n_bits, depth, width, blocks, components, heads, dropout, dequantisation and
/// condition.
class FlowPp : public Model {
  public:
    /// Error(kUsage) from validate(), for condition = film, a width that the heads do not divide,
    /// or the image size.
    explicit FlowPp(FlowConfig settings);
    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;
    /// ln p(x) − ln q(u | pixels) with the noise made standard normal and shaped by q; uniform
    /// dequantisation when the config asks for it.
    at::Tensor pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor& h) override;
    /// Without effect with dropout, which a second run would draw anew.
    void set_recompute(bool recompute) override { recompute_ = recompute && config().dropout == 0; }

    /// Null with uniform dequantisation.
    const std::shared_ptr<VariationalDequantiser>& dequantiser() const { return dequantiser_; }

  private:
    struct Stage {
        bool columns;
        std::vector<Chain> steps;
    };
    Mapped run_step(const Chain& step, const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop) const;
    void build_stage(bool columns, std::int64_t steps, CodeShape shape);

    std::shared_ptr<Bijection> logit_;
    std::vector<Stage> stages_;
    std::shared_ptr<VariationalDequantiser> dequantiser_;
    bool recompute_ = false;
};

}  // namespace bplf::flow
