// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/running_statistics.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace bplf {

RunningStatistics::RunningStatistics(const torch::nn::Module& model) {
    for (const at::Tensor& buffer : model.buffers())
        if (buffer.is_floating_point()) buffers_.push_back(buffer);
}

at::Tensor RunningStatistics::values() const {
    if (buffers_.empty()) return at::empty({0});
    std::vector<at::Tensor> flat;
    for (const at::Tensor& buffer : buffers_) flat.push_back(buffer.reshape({-1}));
    return at::cat(flat).to(at::kFloat);
}

void RunningStatistics::assign(const at::Tensor& values) {
    const at::NoGradGuard no_grad;
    std::int64_t offset = 0;
    for (at::Tensor& buffer : buffers_) {
        BPLF_CHECK(offset + buffer.numel() <= values.numel(), "the statistics of another model");
        buffer.copy_(values.narrow(0, offset, buffer.numel()).view(buffer.sizes()));
        offset += buffer.numel();
    }
    BPLF_CHECK(offset == values.numel(), "the statistics of another model");
}

}  // namespace bplf
