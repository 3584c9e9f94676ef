// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 of pictures and files in half of their text's room.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace bplf {

/// 32 bytes, or none.
class HashText {
  public:
    HashText() = default;
    /// 64 hexadecimal digits in lower case, or nothing; other texts are Error(kInternal).
    explicit HashText(std::string_view hex);

    std::string hex() const;  ///< empty for none
    bool empty() const { return !given_; }
    /// Eight of its bytes, for tables; 0 for none.
    std::uint64_t key() const;
    bool operator==(const HashText&) const = default;

  private:
    std::array<std::uint8_t, 32> bytes_{};
    bool given_ = false;
};

}  // namespace bplf
