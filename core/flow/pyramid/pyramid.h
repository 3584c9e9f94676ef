// SPDX-License-Identifier: GPL-3.0-or-later
// A base of small grey (or colour) images and levels above it, as one exact model of large ones.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/model.h"
#include "core/flow/pyramid/level.h"

namespace bplf::flow {

/// p(x | h) = p(base | h) · Π p(level | what lies below it), after the colour transform: ln p(x) = Σ ln p(part) + the
/// constants of the transforms. Labels reach the base alone. Codes: those of the finest level first, the base's last,
/// so that they run from fine to coarse as everywhere.
class Pyramid : public Model {
  public:
    /// Parts with fresh parameters. Error(kUsage) from validate().
    explicit Pyramid(const FlowConfig& config);
    /// Of parts that exist, which are shared. The configuration is made of theirs and `name`. Error(kUsage) where they
    /// do not fit each other.
    Pyramid(const std::string& name, std::shared_ptr<Model> base, std::vector<std::shared_ptr<Level>> levels);

    at::Tensor log_likelihood(const at::Tensor& x, const at::Tensor& h) override;
    Encoded encode(const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {}) override;
    Decoded decode(const std::vector<at::Tensor>& eps, const at::Tensor& h, const std::stop_token& stop = {}) override;
    bool exact() const override { return base_->exact(); }
    void set_recompute(bool recompute) override { base_->set_recompute(recompute); }

    /// ln p of each part given what lies below it, base first, [parts][N]; and the constant that the transforms add.
    std::vector<at::Tensor> part_log_likelihoods(const at::Tensor& x, const at::Tensor& h);
    double log_det() const;

    const std::shared_ptr<Model>& base() const { return base_; }
    /// Coarse to fine.
    const std::vector<std::shared_ptr<Level>>& levels() const { return levels_; }

  private:
    void assemble();
    std::shared_ptr<Model> base_;
    std::vector<std::shared_ptr<Level>> levels_;
};

/// The configuration of a pyramid of such parts, base first. Error(kUsage) where they do not fit.
FlowConfig pyramid_config(const std::string& name, const std::vector<FlowConfig>& parts);

/// The model of the coarser images inside a pyramid: its base and the levels up to images of `height`, of colour only
/// when `channels` is 3. The parts are shared. Error(kUsage) listing the sizes it has.
std::shared_ptr<Model> coarser_model(const Pyramid& pyramid, std::int64_t height, std::int64_t channels);

}  // namespace bplf::flow
