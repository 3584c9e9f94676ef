// SPDX-License-Identifier: GPL-3.0-or-later
// RealNVP's batch normalisation as a layer of the flow (core/flow/README.md#realnvp).
#pragma once

#include "core/flow/layers/masked_affine.h"

namespace bplf::nn {
class BatchParts;
}

namespace bplf::flow {

/// On the elements that a coupling under the same mask changes: y = (x − mean) / √(var + 1e−5), mean and var per
/// channel over batch and places (var biased), log_det = −½ Σ ln(var + 1e−5) over the changed elements of one image. In
/// training mode forward takes the batch's statistics, gradients flow through them, and the running ones follow with
/// momentum 0.1 (under nn::InitialisationGuard they become the batch's); forward in evaluation mode, and inverse
/// always, take the running ones. Statistics that are not finite leave the running ones as
/// they were. Under nn::BatchPartsGuard the batch is that of all parts.
class MaskedBatchNorm : public Bijection {
  public:
    /// `odd` as of MaskedAffine: it says which elements pass unchanged.
    MaskedBatchNorm(std::int64_t channels, Mask mask, bool odd);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
    void pretty_print(std::ostream& stream) const override;

  private:
    struct Statistics {
        at::Tensor mean, variance;  ///< [1, C, 1, 1]
    };
    /// 1 where elements change, [1, C, H, W].
    at::Tensor changes(const at::Tensor& like) const;
    /// Of the whole batch that x is one of the parts of; parts: nullptr where x is all of it.
    Statistics of_batch(const at::Tensor& x, const at::Tensor& changed, nn::BatchParts* parts) const;
    void follow(const Statistics& batch, double momentum);

    std::int64_t channels_;
    Mask mask_;
    bool odd_;
    at::Tensor running_mean_, running_var_;
};

}  // namespace bplf::flow
