// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds-checked numbers from the first bytes of a picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string_view>

namespace bplf {

/// Thrown by ByteReader when the bytes end; becomes its caller's Error.
struct EndsEarly : std::exception {};

/// Refers to the bytes, which must outlive it.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::size_t size() const { return bytes_.size(); }
    void set_little_endian(bool little) { little_ = little; }
    std::uint32_t u8(std::size_t at) const {
        if (at >= bytes_.size()) throw EndsEarly();
        return static_cast<std::uint32_t>(bytes_[at]);
    }
    std::uint32_t u16(std::size_t at) const {
        const std::uint32_t a = u8(at), b = u8(at + 1);
        return little_ ? a | (b << 8) : (a << 8) | b;
    }
    std::uint32_t u32(std::size_t at) const {
        const std::uint32_t a = u16(at), b = u16(at + 2);
        return little_ ? a | (b << 16) : (a << 16) | b;
    }
    /// Whether this text stands there.
    bool has(std::size_t at, std::string_view text) const {
        if (at > bytes_.size() || bytes_.size() - at < text.size()) return false;
        return std::string_view(reinterpret_cast<const char*>(bytes_.data()) + at, text.size()) == text;
    }

  private:
    std::span<const std::byte> bytes_;
    bool little_ = false;
};

}  // namespace bplf
