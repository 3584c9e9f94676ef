// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batch_draws.h"

#include <torch/types.h>

#include "core/base/philox.h"
#include "core/eval/bits_per_dim.h"

namespace bplf {
namespace {

constexpr std::uint64_t kNoiseSeed = 0x6E6F697365ull;  // keeps the noise apart from the loader's numbers
constexpr std::uint64_t kLabelDropoutSeed = 0x64726F70ull;

}  // namespace

BatchDraws::BatchDraws(std::uint64_t seed, double label_dropout, std::vector<std::int64_t> map, std::int64_t classes)
    : seed_(seed), label_dropout_(label_dropout), map_(std::move(map)), classes_(classes) {}

at::Tensor BatchDraws::noise(const at::Tensor& pixels, std::int64_t planes, std::int64_t step,
                             const BatchPlaces& places) const {
    return dequantisation_noise(pixels, planes, seed_ ^ kNoiseSeed, static_cast<std::uint32_t>(step),
                                places.list(pixels.size(0)));
}

at::Tensor BatchDraws::condition(const BatchTensors& batch, std::int64_t step, const BatchPlaces& places) const {
    if (classes_ == 0) return {};
    const std::int64_t images = batch.labels.size(0);
    at::Tensor rows = label_rows(batch.labels, batch.label_weights, map_, classes_);
    std::vector<float> draws(static_cast<std::size_t>(images * places.step));  // of the whole batch
    PhiloxStream(seed_ ^ kLabelDropoutSeed, static_cast<std::uint32_t>(step)).fill_uniform(draws);
    for (std::int64_t i = 0; i < images; ++i) {
        if (draws[static_cast<std::size_t>(places.at(i))] < label_dropout_) {
            rows[i].fill_(1.0 / static_cast<double>(classes_));
        }
    }
    return rows;
}

}  // namespace bplf
