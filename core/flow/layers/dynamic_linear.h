// SPDX-License-Identifier: GPL-3.0-or-later
// The dynamic linear transform of BPLF (eq 3-6 … 3-8) and DLF, with the switches that make it NICE's, RealNVP's or
// Glow's coupling (core/flow/README.md#systems).
#pragma once

#include <vector>

#include "core/flow/bijection.h"
#include "core/nn/coupling_net.h"
#include "core/ops/dynamic_linear.h"

namespace bplf::flow {

/// Which variable the parameters of part k come from: part k−1 of the input (non-inverse) or of the output.
enum class Dependence { kInput, kOutput };
/// What transforms the first part: nothing (coupling), a learned vector plus a label map, a network on a learned map
/// (ties the layer to one size), or a network on what is given (x_0 of eq 3-6: an image already drawn), which the other
/// networks then see as well.
enum class First { kIdentity, kConst, kNet, kContext };

struct DynamicLinearConfig {
    std::int64_t channels = 4;
    std::int64_t height = 0, width = 0;  ///< of the input; used by First::kNet and Position::kMap
    std::vector<std::int64_t> parts;     ///< channel counts, at least 2, sum = channels
    std::int64_t context = 0;            ///< channels of what is given, of First::kContext
    Dependence dependence = Dependence::kInput;
    First first = First::kConst;
    ops::DynamicLinearOptions affine;
    double log_scale_bound = 0;  ///< above 0: a = this and b = 0 of kTanh, not learned
    double scale_start = 0.0;    ///< b₀ of kTanh (DLF: −3)
    double last_bias = 0.0;      ///< start of raw and μ (DLF: 1)
    bool shared_scale = false;   ///< a, b one scalar per network (DLF) instead of per channel
    nn::CouplingNetOptions net;  ///< width, kernels, actnorm, condition, position, labels
};

/// K parts, each y_k = s_k ⊙ x_k + μ_k with (s_k, μ_k) = g_{k−1}(part k−1, h); log_det = Σ log s. With First::kContext
/// h is not a row of labels but what is given, [N, context, H, W], and no label reaches the networks.
class DynamicLinear : public Bijection {
  public:
    explicit DynamicLinear(DynamicLinearConfig config);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;
    void pretty_print(std::ostream& stream) const override;

    const DynamicLinearConfig& config() const { return config_; }

  private:
    /// [M, 2·c_k, h, w] for part k; `previous` is part k−1, ignored for k = 0. Undefined for an identity part.
    at::Tensor parameters_of(std::size_t k, const at::Tensor& previous, const at::Tensor& like, const at::Tensor& h);
    at::Tensor first_parameters(const at::Tensor& like, const at::Tensor& h);
    bool bounded(std::size_t k) const;
    Mapped transform(std::size_t k, const at::Tensor& part, const at::Tensor& params, bool inverse);
    Mapped run(const at::Tensor& whole, const at::Tensor& h, bool inverse);

    DynamicLinearConfig config_;
    std::vector<nn::CouplingNet> nets_;  // nets_[k] makes part k + 1's parameters
    nn::CouplingNet first_net_{nullptr};
    at::Tensor first_map_, first_vector_, first_label_;
    std::vector<at::Tensor> gains_, offsets_;  // a and b of kTanh per part
};

}  // namespace bplf::flow
