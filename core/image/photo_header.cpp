// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo_header.h"

#include <cctype>
#include <optional>
#include <string_view>

#include "core/base/error.h"

namespace bplf {
namespace {

/// Thrown inside this file when the bytes end; becomes the caller's Error.
struct EndsEarly {};

/// Bounds-checked numbers from a buffer.
class Bytes {
  public:
    explicit Bytes(std::span<const std::byte> bytes, bool little = false) : bytes_(bytes), little_(little) {}

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
    std::uint32_t u24(std::size_t at) const { return u8(at) | (u8(at + 1) << 8) | (u8(at + 2) << 16); }
    bool has(std::size_t at, std::string_view text) const {
        if (at > bytes_.size() || bytes_.size() - at < text.size()) return false;
        return std::string_view(reinterpret_cast<const char*>(bytes_.data()) + at, text.size()) == text;
    }
    Bytes from(std::size_t at) const {
        if (at > bytes_.size()) throw EndsEarly();
        return Bytes(bytes_.subspan(at), little_);
    }

  private:
    std::span<const std::byte> bytes_;
    bool little_;
};

/// The tags of a TIFF's first directory that matter here.
struct TiffTags {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t photometric = 2;
    std::uint32_t orientation = 1;
};

TiffTags read_tiff_tags(Bytes tiff) {
    tiff.set_little_endian(tiff.has(0, "II"));
    const std::size_t directory = tiff.u32(4);
    const std::size_t count = tiff.u16(directory);
    TiffTags tags;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        const bool is_short = tiff.u16(entry + 2) == 3;
        const std::uint32_t value = is_short ? tiff.u16(entry + 8) : tiff.u32(entry + 8);
        switch (tiff.u16(entry)) {
            case 0x100:
                tags.width = value;
                break;
            case 0x101:
                tags.height = value;
                break;
            case 0x106:
                tags.photometric = value;
                break;
            case 0x112:
                tags.orientation = value;
                break;
            default:
                break;
        }
    }
    return tags;
}

/// A damaged EXIF block must not make a photo unreadable: it then counts as upright.
int exif_orientation(Bytes tiff) {
    try {
        const std::uint32_t orientation = read_tiff_tags(tiff).orientation;
        return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    } catch (const EndsEarly&) {
        return 1;
    }
}

bool is_frame_header(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool stands_alone(std::uint32_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8) || marker == 0xff;
}

PhotoHeader read_jpeg(const Bytes& file) {
    PhotoHeader header{PhotoFormat::kJpeg};
    for (std::size_t at = 2;;) {
        if (file.u8(at) != 0xff) throw EndsEarly();
        const std::uint32_t marker = file.u8(at + 1);
        if (stands_alone(marker)) {
            at += marker == 0xff ? 1 : 2;
            continue;
        }
        if (marker == 0xe1 && file.has(at + 4, std::string_view("Exif\0\0", 6))) {
            header.orientation = exif_orientation(file.from(at + 10));
        }
        if (is_frame_header(marker)) {
            header.height = file.u16(at + 5);
            header.width = file.u16(at + 7);
            header.grey = file.u8(at + 9) == 1;
            return header;
        }
        at += 2 + file.u16(at + 2);
    }
}

PhotoHeader read_png(const Bytes& file) {
    PhotoHeader header{PhotoFormat::kPng, file.u32(16), file.u32(20)};
    header.grey = file.u8(25) == 0 || file.u8(25) == 4;
    for (std::size_t at = 8; at + 12 <= file.size(); at += 12 + std::size_t{file.u32(at)}) {
        if (file.has(at + 4, "eXIf")) header.orientation = exif_orientation(file.from(at + 8));
        if (file.has(at + 4, "IDAT")) break;
    }
    return header;
}

PhotoHeader read_bmp(Bytes file) {
    file.set_little_endian(true);
    if (file.u32(14) == 12) return {PhotoFormat::kBmp, file.u16(18), file.u16(20)};
    const auto height = static_cast<std::int32_t>(file.u32(22));  // negative: stored top down
    return {PhotoFormat::kBmp, static_cast<std::int32_t>(file.u32(18)), height < 0 ? -std::int64_t{height} : height};
}

int webp_orientation(const Bytes& file) {
    for (std::size_t at = 12; at + 8 <= file.size();) {
        if (file.has(at, "EXIF")) {
            const std::size_t skip = file.has(at + 8, std::string_view("Exif\0\0", 6)) ? 6 : 0;
            return exif_orientation(file.from(at + 8 + skip));
        }
        const std::size_t length = file.u32(at + 4);
        at += 8 + length + length % 2;
    }
    return 1;
}

PhotoHeader read_webp(Bytes file) {
    file.set_little_endian(true);
    PhotoHeader header{PhotoFormat::kWebp};
    if (file.has(12, "VP8X")) {
        header.width = file.u24(24) + 1;
        header.height = file.u24(27) + 1;
    } else if (file.has(12, "VP8L")) {
        const std::uint32_t bits = file.u32(21);
        header.width = (bits & 0x3fff) + 1;
        header.height = ((bits >> 14) & 0x3fff) + 1;
    } else {
        header.width = file.u16(26) & 0x3fff;
        header.height = file.u16(28) & 0x3fff;
    }
    header.orientation = webp_orientation(file);
    return header;
}

PhotoHeader read_tiff(const Bytes& file) {
    const TiffTags tags = read_tiff_tags(file);
    PhotoHeader header{PhotoFormat::kTiff, tags.width, tags.height};
    header.grey = tags.photometric <= 1;
    header.orientation = tags.orientation >= 1 && tags.orientation <= 8 ? static_cast<int>(tags.orientation) : 1;
    return header;
}

/// The next number of a PNM header, comments skipped.
std::int64_t pnm_number(const Bytes& file, std::size_t& at) {
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

PhotoHeader read_pnm(const Bytes& file) {
    PhotoHeader header{PhotoFormat::kPnm};
    header.grey = file.u8(1) != '3' && file.u8(1) != '6';
    std::size_t at = 2;
    header.width = pnm_number(file, at);
    header.height = pnm_number(file, at);
    return header;
}

std::optional<PhotoHeader> read_by_magic(const Bytes& file) {
    if (file.has(0, "\xff\xd8\xff")) return read_jpeg(file);
    if (file.has(0, "\x89PNG\r\n\x1a\n")) return read_png(file);
    if (file.has(0, "BM")) return read_bmp(file);
    if (file.has(0, "RIFF") && file.has(8, "WEBP")) return read_webp(file);
    if (file.has(0, std::string_view("II*\0", 4)) || file.has(0, std::string_view("MM\0*", 4))) {
        return read_tiff(file);
    }
    if (file.has(0, "P") && file.size() > 2 && file.u8(1) >= '1' && file.u8(1) <= '6' &&
        std::isspace(static_cast<int>(file.u8(2))) != 0) {
        return read_pnm(file);
    }
    return std::nullopt;
}

}  // namespace

PhotoHeader read_photo_header(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.empty()) throw_input_error("is empty (0 bytes).", where, "Copy the file again.");
    try {
        const auto header = read_by_magic(Bytes(bytes));
        if (header) return *header;
    } catch (const EndsEarly&) {
        throw_input_error("ends early: the picture's header is incomplete or damaged.", where, "Copy the file again.");
    }
    throw_input_error("is not a picture this program reads.", where, "Use JPEG, PNG, WebP, TIFF, BMP or PNM.");
}

bool jpeg_is_complete(std::span<const std::byte> bytes) {
    const Bytes file(bytes);
    try {
        for (std::size_t at = 2;;) {
            const std::uint32_t marker = file.u8(at + 1);
            if (file.u8(at) != 0xff || marker == 0 || stands_alone(marker)) {
                ++at;  // inside the compressed data: look on for the next real marker
                continue;
            }
            if (marker == 0xd9) return true;
            at += 2 + file.u16(at + 2);
        }
    } catch (const EndsEarly&) {
        return false;
    }
}

}  // namespace bplf
