// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/hash_text.h"

#include <cstring>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

HashText::HashText(std::string_view hex) : given_(!hex.empty()) {
    if (!given_) return;
    BPLF_CHECK(hex.size() == 2 * bytes_.size(), "a SHA-256 has 64 digits");
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        const auto high = kDigits.find(hex[2 * i]), low = kDigits.find(hex[2 * i + 1]);
        BPLF_CHECK(high != std::string_view::npos && low != std::string_view::npos, "a SHA-256 has 64 digits");
        bytes_[i] = static_cast<std::uint8_t>(16 * high + low);
    }
}

std::string HashText::hex() const {
    std::string text;
    if (!given_) return text;
    text.reserve(2 * bytes_.size());
    for (const std::uint8_t byte : bytes_) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15U];
    }
    return text;
}

std::uint64_t HashText::key() const {
    std::uint64_t key = 0;
    std::memcpy(&key, bytes_.data(), sizeof key);
    return key;
}

}  // namespace bplf
