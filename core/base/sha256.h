// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4) of pixels, files and checkpoints.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace bplf {

/// Incremental SHA-256.
class Sha256 {
  public:
    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    /// 64 lower-case hex digits; the object must not be used afterwards.
    std::string hex();

  private:
    void compress(const std::uint8_t* block);

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> buffer_{};
    std::size_t buffered_ = 0;
    std::uint64_t length_ = 0;
};

std::string sha256_hex(std::span<const std::byte> bytes);
/// Error(kInput) when the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace bplf
