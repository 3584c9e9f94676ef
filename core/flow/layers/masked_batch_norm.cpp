// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/masked_batch_norm.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/nn/batch_parts.h"

namespace bplf::flow {
namespace {

constexpr double kStatisticsMomentum = 0.1, kLeastVariance = 1e-5;

at::Tensor log_deviation(const at::Tensor& variance) {
    return 0.5 * (variance + kLeastVariance).log();
}

}  // namespace

MaskedBatchNorm::MaskedBatchNorm(std::int64_t channels, Mask mask, bool odd)
    : Bijection("MaskedBatchNorm"), channels_(channels), mask_(mask), odd_(odd) {
    running_mean_ = register_buffer("running_mean", at::zeros({1, channels, 1, 1}));
    running_var_ = register_buffer("running_var", at::ones({1, channels, 1, 1}));
}

at::Tensor MaskedBatchNorm::changes(const at::Tensor& like) const {
    BPLF_CHECK(like.size(1) == channels_, "MaskedBatchNorm: channels");
    return 1 - passing(like, mask_, odd_).expand({1, channels_, like.size(2), like.size(3)});
}

MaskedBatchNorm::Statistics MaskedBatchNorm::of_batch(const at::Tensor& x, const at::Tensor& changed,
                                                      nn::BatchParts* parts) const {
    const double images = static_cast<double>(x.size(0)) * (parts != nullptr ? parts->count() : 1);
    const at::Tensor count = (changed.sum({2, 3}, /*keepdim=*/true) * images).clamp_min(1);
    const auto mean_of = [&](const at::Tensor& values) {
        const at::Tensor sum = (values * changed).sum({0, 2, 3}, /*keepdim=*/true);
        return (parts != nullptr ? nn::sum_over_parts(sum, *parts) : sum) / count;
    };
    const at::Tensor mean = mean_of(x);
    return {mean, mean_of((x - mean).square())};
}

void MaskedBatchNorm::follow(const Statistics& batch, double momentum) {
    const at::NoGradGuard no_grad;
    // The trainer skips a step that overflowed; what evaluation uses must survive it too.
    const at::Tensor sound = batch.mean.isfinite() & batch.variance.isfinite();
    running_mean_.copy_(at::where(sound, running_mean_.lerp(batch.mean, momentum), running_mean_));
    running_var_.copy_(at::where(sound, running_var_.lerp(batch.variance, momentum), running_var_));
}

Mapped MaskedBatchNorm::forward(const at::Tensor& x, const at::Tensor&) {
    const at::Tensor changed = changes(x);
    const bool first = nn::InitialisationGuard::active();
    Statistics used{running_mean_, running_var_};
    if (first || is_training()) {
        used = of_batch(x, changed, first ? nullptr : nn::batch_parts());
        follow(used, first ? 1.0 : kStatisticsMomentum);
    }
    const at::Tensor log_scale = -log_deviation(used.variance) * changed;
    return {at::where(changed > 0, (x - used.mean) * log_scale.exp(), x), log_scale.sum().expand({x.size(0)})};
}

Mapped MaskedBatchNorm::inverse(const at::Tensor& z, const at::Tensor&) {
    const at::Tensor changed = changes(z);
    const at::Tensor log_scale = log_deviation(running_var_) * changed;
    return {at::where(changed > 0, z * log_scale.exp() + running_mean_, z), log_scale.sum().expand({z.size(0)})};
}

void MaskedBatchNorm::pretty_print(std::ostream& stream) const {
    stream << "MaskedBatchNorm(" << channels_ << ")";
}

}  // namespace bplf::flow
