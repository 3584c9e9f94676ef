// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32C (Castagnoli), masked the way TensorFlow's record files mask it.
#pragma once

#include <cstdint>
#include <string_view>

namespace bplf {

std::uint32_t crc32c(std::string_view bytes);

/// Rotated and offset, so that the CRC of data that contains CRCs stays a good check.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace bplf
