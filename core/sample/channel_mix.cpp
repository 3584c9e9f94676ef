// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/channel_mix.h"

namespace bplf {
namespace {

/// values = start + matrix × values in each pixel; no `start` is 0.
void mix(LevelGrid grid, const std::vector<float>& matrix, const float* start, std::vector<float>& values,
         std::vector<float>& mixed) {
    const int channels = grid.channels;
    for (int p = 0; p < grid.pixels(); ++p) {
        const float* in = values.data() + p * channels;
        float* out = mixed.data() + p * channels;
        for (int row = 0; row < channels; ++row) {
            float sum = start == nullptr ? 0.0f : start[row];
            const float* weights = matrix.data() + row * channels;
            for (int c = 0; c < channels; ++c) sum += weights[c] * in[c];
            out[row] = sum;
        }
    }
    values.swap(mixed);
}

}  // namespace

void ChannelMix::forward(LevelGrid grid, std::vector<float>& values, std::vector<float>& spare) const {
    mix(grid, matrix, offset.data(), values, spare);
}

void ChannelMix::backward(LevelGrid grid, std::vector<float>& values, std::vector<float>& spare) const {
    const auto channels = static_cast<std::size_t>(grid.channels);
    for (std::size_t i = 0; i < values.size(); i += channels)
        for (std::size_t c = 0; c < channels; ++c) values[i + c] -= offset[c];
    mix(grid, inverse, nullptr, values, spare);
}

}  // namespace bplf
