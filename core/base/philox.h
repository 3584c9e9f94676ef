// SPDX-License-Identifier: GPL-3.0-or-later
// Counter-based random numbers (Philox 4x32-10; Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", 2011): the value at a counter does not depend on what was drawn before it, so a picture
// does not depend on batch, grid or device.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace bplf {

/// One Philox 4x32-10 block: four 32-bit words from a 128-bit counter and a 64-bit key.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// A stream of random numbers named by (seed, stream, substream); pure function of the position.
class PhiloxStream {
  public:
    /// `seed`: 64-bit user seed (cell k of a grid uses seed + k). `stream`: what the numbers are for
    /// (level of the flow, epoch, …). `substream`: free second index.
    PhiloxStream(std::uint64_t seed, std::uint32_t stream, std::uint32_t substream = 0);

    /// Standard normal numbers by Box-Muller, from position 0.
    void fill_normal(std::span<float> out) const;
    /// Uniform numbers in [0, 1), 24 bits each, from position 0.
    void fill_uniform(std::span<float> out) const;
    /// The 64-bit word at `position`.
    std::uint64_t bits_at(std::uint64_t position) const;
    /// A uniform integer in [0, bound) at `position`; 0 < bound < 2^31.
    std::uint64_t below(std::uint64_t bound, std::uint64_t position) const;

  private:
    std::array<std::uint32_t, 4> block(std::uint64_t index) const;

    std::array<std::uint32_t, 2> key_;
    std::uint32_t stream_;
    std::uint32_t substream_;
};

}  // namespace bplf
