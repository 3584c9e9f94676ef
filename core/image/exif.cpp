// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/exif.h"

#include "core/image/byte_reader.h"

namespace bplf {
namespace {

constexpr std::uint32_t kOrientationTag = 0x112;

int orientation_of(ByteReader tiff) {
    tiff.set_little_endian(tiff.has(0, "II"));
    const std::size_t directory = tiff.u32(4);
    const std::size_t count = tiff.u16(directory);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (tiff.u16(entry) != kOrientationTag) continue;
        const std::uint32_t value = tiff.u16(entry + 8);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace

int exif_orientation(std::span<const std::byte> block) {
    const ByteReader bytes(block);
    const std::size_t skip = bytes.has(0, std::string_view("Exif\0\0", 6)) ? 6 : 0;
    try {
        return orientation_of(ByteReader(block.subspan(skip)));
    } catch (const EndsEarly&) {
        return 1;
    }
}

}  // namespace bplf
