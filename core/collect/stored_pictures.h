// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a candidate's picture, in memory or put aside.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/collect/spool.h"

namespace bplf {

struct Pictures {
    std::vector<std::uint8_t> pixels;  ///< the stored image, [C, H, W]
    std::vector<std::uint8_t> mask;    ///< of the crop's pixels in the picture, where asked for
    std::vector<std::uint8_t> probe;   ///< the face as 48×48 grey, where near-duplicates are looked for
    std::vector<std::uint8_t> thumb;   ///< 48×48 grey for the contact sheets of rejected pictures
};

/// A value: copies share what it holds. Reading is thread-safe.
class StoredPictures {
  public:
    /// To be filled. Precondition: not put aside, and not shared with a copy.
    Pictures& here();
    /// Moves everything to the spool, which must outlive this and its copies.
    void put_aside(Spool& spool);

    bool has_pixels() const { return size(0) > 0; }
    bool has_probe() const { return size(2) > 0; }
    bool has_thumb() const { return size(3) > 0; }
    std::vector<std::uint8_t> pixels() const { return bytes(0); }
    std::vector<std::uint8_t> mask() const { return bytes(1); }
    std::vector<std::uint8_t> probe() const { return bytes(2); }
    std::vector<std::uint8_t> thumb() const { return bytes(3); }

  private:
    std::size_t size(std::size_t which) const;
    std::vector<std::uint8_t> bytes(std::size_t which) const;

    std::shared_ptr<Pictures> here_;
    const Spool* spool_ = nullptr;
    std::int64_t at_ = 0;
    std::array<std::uint32_t, 4> sizes_{};
};

}  // namespace bplf
