// SPDX-License-Identifier: GPL-3.0-or-later
// A training batch that several processes share: what depends on the whole of it is added up over its parts.
#pragma once

#include <ATen/core/Tensor.h>

namespace bplf::nn {

/// The parts of a batch, all of one size, and how they are added up.
class BatchParts {
  public:
    virtual ~BatchParts() = default;
    virtual int count() const = 0;
    /// Replaces `values`, contiguous float32 on the processor, by the sum over all parts.
    virtual void sum(at::Tensor& values) = 0;
};

/// While alive, batches of this thread are parts of a larger one. Must outlive the backward pass.
class BatchPartsGuard {
  public:
    explicit BatchPartsGuard(BatchParts& parts);
    ~BatchPartsGuard();
    BatchPartsGuard(const BatchPartsGuard&) = delete;
    BatchPartsGuard& operator=(const BatchPartsGuard&) = delete;
};

/// nullptr where a batch is whole.
BatchParts* batch_parts();

/// Σ over the parts, the same on each; its gradient is the sum of what each part asks for. Any device.
at::Tensor sum_over_parts(const at::Tensor& values, BatchParts& parts);

}  // namespace bplf::nn
