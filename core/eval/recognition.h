// SPDX-License-Identifier: GPL-3.0-or-later
// What the emotion classifier sees in a set of images.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/nn/emotion_classifier.h"

namespace bplf {

struct Recognition {
    at::Tensor features;               ///< [N, F], float64, on the CPU
    std::vector<std::int64_t> labels;  ///< the most likely one, [N]
};

/// Runs the classifier, put into eval mode, in batches on its own device, without gradient. pixels: uint8
/// [N, C, S, S] of its size. The results do not depend on the batch size beyond rounding.
Recognition recognise(nn::EmotionClassifier& classifier, const at::Tensor& pixels, std::int64_t batch_size = 256,
                      const std::stop_token& stop = {});

}  // namespace bplf
