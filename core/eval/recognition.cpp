// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/recognition.h"

#include <torch/types.h>

#include <algorithm>

#include "core/base/progress.h"

namespace bplf {

Recognition recognise(nn::EmotionClassifier& classifier, const at::Tensor& pixels, std::int64_t batch_size,
                      const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    classifier->eval();
    const at::Device device = classifier->parameters().front().device();
    Recognition result;
    std::vector<at::Tensor> features{at::empty({0, classifier->feature_count()}, at::kDouble)};
    for (std::int64_t begin = 0; begin < pixels.size(0); begin += batch_size) {
        throw_if_stopped(stop);
        const std::int64_t count = std::min(batch_size, pixels.size(0) - begin);
        const at::Tensor part = classifier->features(pixels.narrow(0, begin, count).to(device));
        const at::Tensor labels = classifier->logits_of(part).argmax(1).to(at::kCPU);
        const auto* data = labels.const_data_ptr<std::int64_t>();
        result.labels.insert(result.labels.end(), data, data + count);
        features.push_back(part.to(at::kCPU, at::kDouble));
    }
    result.features = at::cat(features);
    return result;
}

}  // namespace bplf
