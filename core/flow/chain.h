// SPDX-License-Identifier: GPL-3.0-or-later
// Bijections one after another.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/flow/bijection.h"

namespace bplf::flow {

/// In the order data → latent.
using Chain = std::vector<std::shared_ptr<Bijection>>;

/// The composition and the sum of the log-dets. Stops between layers when asked:
/// Error(kInterrupted).
Mapped run_chain(const Chain& chain, const at::Tensor& x, const at::Tensor& h, const std::stop_token& stop = {});
/// The inverse.
Mapped run_chain_inverse(const Chain& chain, const at::Tensor& z, const at::Tensor& h,
                         const std::stop_token& stop = {});

}  // namespace bplf::flow
