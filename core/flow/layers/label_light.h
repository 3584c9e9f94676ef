// SPDX-License-Identifier: GPL-3.0-or-later
// Light that goes with a label, taken out of what the flow below sees (core/flow/README.md#light).
#pragma once

#include "core/flow/bijection.h"

namespace bplf::flow {

/// forward: z = (x − m − h·offset) · exp(−h·logs) + m of every pixel; log_det = −C·H·W · h·logs. Linear in h, as the
/// drift of light with the intensity of an expression is. The values are measured, not trained
/// (core/sample/even_light.h): buffers, zero at the start, where the layer changes nothing.
class LabelLight : public Bijection {
  public:
    explicit LabelLight(std::int64_t labels);
    Mapped forward(const at::Tensor& x, const at::Tensor& h) override;
    Mapped inverse(const at::Tensor& z, const at::Tensor& h) override;

    /// offset, logs: [labels], on the [−1, 1) scale; middle: m.
    void set(const at::Tensor& offset, const at::Tensor& logs, double middle);

  private:
    at::Tensor offset_, logs_, middle_;
};

}  // namespace bplf::flow
