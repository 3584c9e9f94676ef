// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo_header.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/image/byte_reader.h"
#include "core/image/foreign_format.h"

namespace bplf {
namespace {

PhotoHeader sized(PhotoFormat format, std::int64_t width, std::int64_t height) {
    return {format, true, width, height};
}

PhotoHeader read_bmp(ByteReader file) {
    file.set_little_endian(true);
    if (file.u32(14) == 12) return sized(PhotoFormat::kBmp, file.u16(18), file.u16(20));
    const auto height = static_cast<std::int32_t>(file.u32(22));  // negative: stored top down
    return sized(PhotoFormat::kBmp, static_cast<std::int32_t>(file.u32(18)),
                 height < 0 ? -std::int64_t{height} : height);
}

PhotoHeader read_gif(ByteReader file) {
    file.set_little_endian(true);
    return sized(PhotoFormat::kGif, file.u16(6), file.u16(8));
}

/// The next number of a PNM header, comments skipped.
std::int64_t pnm_number(const ByteReader& file, std::size_t& at) {
    while (std::isspace(static_cast<int>(file.u8(at))) != 0 || file.u8(at) == '#') {
        if (file.u8(at) == '#') {
            while (file.u8(at) != '\n') ++at;
        }
        ++at;
    }
    std::int64_t value = 0;
    for (; std::isdigit(static_cast<int>(file.u8(at))) != 0 && value < 1'000'000'000; ++at) {
        value = 10 * value + (file.u8(at) - '0');
    }
    return value;
}

PhotoHeader read_pnm(const ByteReader& file) {
    std::size_t at = 2;
    const std::int64_t width = pnm_number(file, at);
    PhotoHeader header = sized(PhotoFormat::kPnm, width, pnm_number(file, at));
    const bool is_bitmap = file.u8(1) == '1' || file.u8(1) == '4';
    if (!is_bitmap) header.largest = static_cast<int>(std::clamp<std::int64_t>(pnm_number(file, at), 1, 65535));
    return header;
}

bool is_pnm(const ByteReader& file) {
    return file.has(0, "P") && file.size() > 2 && file.u8(1) >= '1' && file.u8(1) <= '6' &&
           std::isspace(static_cast<int>(file.u8(2))) != 0;
}

std::optional<PhotoHeader> read_by_magic(const ByteReader& file) {
    if (file.has(0, "\xff\xd8\xff")) return PhotoHeader{PhotoFormat::kJpeg};
    if (file.has(0, "\x89PNG\r\n\x1a\n")) return sized(PhotoFormat::kPng, file.u32(16), file.u32(20));
    if (file.has(0, "BM")) return read_bmp(file);
    if (file.has(0, "GIF87a") || file.has(0, "GIF89a")) return read_gif(file);
    if (file.has(0, "RIFF") && file.has(8, "WEBP")) return PhotoHeader{PhotoFormat::kWebp};
    if (file.has(0, std::string_view("II*\0", 4)) || file.has(0, std::string_view("MM\0*", 4))) {
        return PhotoHeader{PhotoFormat::kTiff};
    }
    if (is_pnm(file)) return read_pnm(file);
    return std::nullopt;
}

}  // namespace

PhotoHeader read_photo_header(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.empty()) throw_input_error("is empty (0 bytes).", where, "Copy the file again.");
    try {
        const auto header = read_by_magic(ByteReader(bytes));
        if (header) return *header;
    } catch (const EndsEarly&) {
        throw_input_error("ends early: the picture's header is incomplete or damaged.", where, "Copy the file again.");
    }
    const ForeignFormat foreign = foreign_format(bytes);
    throw_input_error(std::string(foreign.problem), where, std::string(foreign.hint));
}

}  // namespace bplf
