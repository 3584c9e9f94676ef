// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/foreign_format.h"

#include <array>

#include "core/image/byte_reader.h"

namespace bplf {
namespace {

constexpr std::string_view kConvert = "Open it in an image viewer and save it as JPEG or PNG.";
constexpr ForeignFormat kHeic{"is a HEIC picture, which is not read.",
                              "Save it as JPEG first; phones can be set to take photos as JPEG."};
constexpr ForeignFormat kAvif{"is an AVIF picture, which is not read.", kConvert};
constexpr ForeignFormat kUnknown{"is not a picture this program reads.", "Use JPEG, PNG, WebP, TIFF, GIF, BMP or PNM."};

/// How files of one kind begin, and at which byte.
struct Beginning {
    std::size_t at;
    std::string_view text;
    ForeignFormat format;
};

using namespace std::string_view_literals;

constexpr ForeignFormat kJpeg2000{"is a JPEG 2000 picture, which is not read.", kConvert};
constexpr ForeignFormat kJpegXl{"is a JPEG XL picture, which is not read.", kConvert};
constexpr ForeignFormat kWebPage{"is a web page, not a picture.", "Download the picture itself."};
constexpr ForeignFormat kSvg{"is an SVG drawing, not a photo.", kConvert};

constexpr std::array kBeginnings{
    Beginning{4, "jP  \r\n\x87\n"sv, kJpeg2000},
    Beginning{0, "\xff\x4f\xff\x51"sv, kJpeg2000},
    Beginning{4, "JXL \r\n\x87\n"sv, kJpegXl},
    Beginning{0, "\xff\x0a"sv, kJpegXl},
    Beginning{0, "8BPS"sv, {"is a Photoshop file, which is not read.", kConvert}},
    Beginning{0, "%PDF"sv, {"is a PDF document, not a picture.", "Save the picture in it as JPEG or PNG."}},
    Beginning{
        0,
        "version https://git-lfs"sv,
        {"is a Git LFS pointer: the picture itself was not downloaded.", "Run 'git lfs pull' in its repository."}},
    Beginning{0, "<!DOCTYPE"sv, kWebPage},
    Beginning{0, "<!doctype"sv, kWebPage},
    Beginning{0, "<html"sv, kWebPage},
    Beginning{0, "<svg"sv, kSvg},
    Beginning{0, "<?xml"sv, kSvg},
};

/// Of the ISO media files ("ftyp") those whose brands say still pictures; brands stand from byte 8 to the box's end.
ForeignFormat media_format(const ByteReader& file) {
    const std::size_t end = std::min<std::size_t>(file.u32(0), file.size());
    ForeignFormat found = kUnknown;
    for (std::size_t at = 8; at + 4 <= end; at += 4) {
        if (file.has(at, "avif") || file.has(at, "avis")) return kAvif;
        if (file.has(at, "hei") || file.has(at, "hev") || file.has(at, "mif1") || file.has(at, "msf1")) found = kHeic;
    }
    return found;
}

}  // namespace

ForeignFormat foreign_format(std::span<const std::byte> bytes) {
    const ByteReader file(bytes);
    if (file.has(4, "ftyp")) return media_format(file);
    for (const Beginning& beginning : kBeginnings) {
        if (file.has(beginning.at, beginning.text)) return beginning.format;
    }
    return kUnknown;
}

}  // namespace bplf
