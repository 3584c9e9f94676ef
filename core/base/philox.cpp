// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/philox.h"

#include <cmath>
#include <numbers>

namespace bplf {
namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53u;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57u;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9u;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85u;
constexpr int kRounds = 10;

double to_unit_open(std::uint32_t word) {  // (0, 1]: the logarithm below must stay finite
    return (static_cast<double>(word) + 1.0) * 0x1p-32;
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t p0 = static_cast<std::uint64_t>(kMultiplier0) * counter[0];
        const std::uint64_t p1 = static_cast<std::uint64_t>(kMultiplier1) * counter[2];
        counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
                   static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
        key[0] += kWeyl0;
        key[1] += kWeyl1;
    }
    return counter;
}

PhiloxStream::PhiloxStream(std::uint64_t seed, std::uint32_t stream, std::uint32_t substream)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      stream_(stream),
      substream_(substream) {}

std::array<std::uint32_t, 4> PhiloxStream::block(std::uint64_t index) const {
    return philox4x32({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32), stream_, substream_},
                      key_);
}

void PhiloxStream::fill_normal(std::span<float> out) const {
    for (std::size_t i = 0; i < out.size(); i += 4) {
        const auto words = block(i / 4);
        for (std::size_t pair = 0; pair < 2; ++pair) {
            const double radius = std::sqrt(-2.0 * std::log(to_unit_open(words[2 * pair])));
            const double angle = 2.0 * std::numbers::pi * to_unit_open(words[2 * pair + 1]);
            const std::size_t at = i + 2 * pair;
            if (at < out.size()) out[at] = static_cast<float>(radius * std::cos(angle));
            if (at + 1 < out.size()) out[at + 1] = static_cast<float>(radius * std::sin(angle));
        }
    }
}

void PhiloxStream::fill_uniform(std::span<float> out) const {
    for (std::size_t i = 0; i < out.size(); i += 4) {
        const auto words = block(i / 4);
        for (std::size_t j = 0; j < 4 && i + j < out.size(); ++j) {
            out[i + j] = static_cast<float>(words[j] >> 8) * 0x1p-24f;
        }
    }
}

std::uint64_t PhiloxStream::bits_at(std::uint64_t position) const {
    const auto words = block(position);
    return (static_cast<std::uint64_t>(words[1]) << 32) | words[0];
}

std::uint64_t PhiloxStream::below(std::uint64_t bound, std::uint64_t position) const {
    // Multiply-shift on the upper word: without bias worth naming while bounds stay below 2^31.
    return ((bits_at(position) >> 32) * bound) >> 32;
}

}  // namespace bplf
