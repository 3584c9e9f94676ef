// SPDX-License-Identifier: GPL-3.0-or-later
// RealNVP's affine coupling under a checkerboard or a channel mask (core/flow/README.md#realnvp).
#pragma once

#include "core/flow/bijection.h"
#include "core/nn/residual_net.h"

namespace bplf::flow {

/// Which elements pass unchanged: places of one colour, or one half of the channels.
enum class Mask { kCheckerboard, kChannels };

/// 1 where an image like x [N, C, H, W] passes unchanged, else 0: [1, 1, H, W] or [1, C, 1, 1]; `odd` as below.
at::Tensor passing(const at::Tensor& x, Mask mask, bool odd);

struct MaskedAffineConfig {
    std::int64_t channels = 4;  ///< of the input; even for Mask::kChannels
    Mask mask = Mask::kCheckerboard;
    /// false: places with even y + x, or the first half of the channels, pass unchanged; true: the
    /// others.
    bool odd = false;
    nn::ResidualNetOptions net;  ///< width, blocks, condition, labels
};

/// y = x where the mask is, elsewhere y = x · e^s + t with [raw | t] = net(masked x, h), s = gain ·
/// tanh(raw) + offset, gain and offset per channel, 1 and 0 at the start; log_det = Σ s. Starts as
/// the identity. Exact both ways in evaluation mode; in training mode the net's batch norm makes
/// the map one of the whole batch.
class MaskedAffine : public Bijection {
  public:
    explicit MaskedAffine(MaskedAffineConfig config);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
    void pretty_print(std::ostream& stream) const override;

  private:
    Mapped run(const at::Tensor& whole, const at::Tensor& h, bool inverse);
    Mapped run_checkerboard(const at::Tensor& whole, const at::Tensor& h, bool inverse);
    Mapped run_channels(const at::Tensor& whole, const at::Tensor& h, bool inverse);
    /// `changes`: 1 where `value` is transformed, undefined for everywhere.
    Mapped transform(const at::Tensor& value, const at::Tensor& params, const at::Tensor& changes, bool inverse);

    MaskedAffineConfig config_;
    nn::ResidualNet net_{nullptr};
    at::Tensor gain_, offset_;
};

}  // namespace bplf::flow
