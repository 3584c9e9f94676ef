// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF through libtiff, which turns every kind of pixel into RGBA; 16-bit grey is read here, because libtiff drops
// its low byte instead of rounding.
#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"

namespace bplf {
namespace {

/// The most that libtiff may allocate at once: a strip of a picture at photo.h's limit.
constexpr tmsize_t kMostMemory = tmsize_t{1} << 30;

/// A file in memory as libtiff's callbacks see it.
struct Memory {
    std::span<const std::byte> bytes;
    toff_t at = 0;
};

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t count) {
    auto* memory = static_cast<Memory*>(handle);
    const toff_t left = memory->bytes.size() - std::min<toff_t>(memory->at, memory->bytes.size());
    const toff_t taken = std::min<toff_t>(left, static_cast<toff_t>(count));
    std::memcpy(to, memory->bytes.data() + memory->bytes.size() - left, taken);
    memory->at += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t refuse_write(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int origin) {
    auto* memory = static_cast<Memory*>(handle);
    const toff_t base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? memory->at : memory->bytes.size();
    return memory->at = base + offset;
}

int close_memory(thandle_t) {
    return 0;
}

toff_t memory_size(thandle_t handle) {
    return static_cast<Memory*>(handle)->bytes.size();
}

/// Nothing goes to stderr: what matters becomes an Error.
int keep_quiet(TIFF*, void*, const char*, const char*, va_list) {
    return 1;
}

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

Tiff open_tiff(Memory& memory) {
    const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMostMemory);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &keep_quiet, nullptr);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &keep_quiet, nullptr);
    // "m": not mapped, "r": from the first directory on.
    return Tiff(TIFFClientOpenExt("memory", "rm", &memory, &read_memory, &refuse_write, &seek_memory, &close_memory,
                                  &memory_size, nullptr, nullptr, options.get()));
}

[[noreturn]] void throw_damaged(const std::string& where) {
    throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
}

template <typename Value>
Value tag(TIFF* tiff, std::uint32_t name, Value fallback) {
    Value value = fallback;
    return TIFFGetFieldDefaulted(tiff, name, &value) == 1 ? value : fallback;
}

bool is_plain_grey_16(TIFF* tiff) {
    return tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1) == 16 && TIFFIsTiled(tiff) == 0 &&
           tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1) == 1;
}

void read_grey_16(TIFF* tiff, bool white_is_zero, DecodedPixels& pixels, const std::string& where) {
    std::vector<std::uint16_t> row(
        std::max(static_cast<std::size_t>(TIFFScanlineSize(tiff)) / 2, static_cast<std::size_t>(pixels.width)));
    auto to = pixels.values.begin();
    for (int y = 0; y < pixels.height; ++y) {
        if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0) != 1) throw_damaged(where);
        to = std::transform(row.begin(), row.begin() + pixels.width, to, [white_is_zero](std::uint16_t value) {
            return narrow_to_8_bits(white_is_zero ? 65535 - value : value);
        });
    }
}

/// libtiff's RGBA picture, rows from the top, as stored: whoever wants it upright turns it afterwards.
std::vector<std::uint32_t> read_rgba(TIFF* tiff, const DecodedPixels& pixels, const std::string& where) {
    TIFFRGBAImage image;
    char problem[1024] = "";
    if (TIFFRGBAImageOK(tiff, problem) != 1 || TIFFRGBAImageBegin(&image, tiff, 1, problem) != 1) throw_damaged(where);
    image.orientation = image.req_orientation = ORIENTATION_TOPLEFT;
    std::vector<std::uint32_t> raster(value_count(pixels.width, pixels.height, 1));
    const int read = TIFFRGBAImageGet(&image, raster.data(), static_cast<std::uint32_t>(pixels.width),
                                      static_cast<std::uint32_t>(pixels.height));
    TIFFRGBAImageEnd(&image);
    if (read != 1) throw_damaged(where);
    return raster;
}

/// Colours come multiplied by their alpha; on white, what it leaves out is white.
void lay_on_white(const std::vector<std::uint32_t>& raster, DecodedPixels& pixels) {
    auto to = pixels.values.begin();
    for (const std::uint32_t rgba : raster) {
        const std::uint32_t white = 255 - TIFFGetA(rgba);
        const std::uint32_t colors[3] = {TIFFGetR(rgba), TIFFGetG(rgba), TIFFGetB(rgba)};
        for (int c = 0; c < pixels.channels; ++c) {
            *to++ = static_cast<std::uint8_t>(std::min<std::uint32_t>(255, colors[c] + white));
        }
    }
}

}  // namespace

DecodedPixels decode_tiff(std::span<const std::byte> bytes, const std::string& where) {
    Memory memory{bytes};
    const Tiff tiff = open_tiff(memory);
    if (!tiff)
        throw_input_error("ends early or is damaged: its directory cannot be read.", where, "Copy the file again.");
    const auto width = tag<std::uint32_t>(tiff.get(), TIFFTAG_IMAGEWIDTH, 0);
    const auto height = tag<std::uint32_t>(tiff.get(), TIFFTAG_IMAGELENGTH, 0);
    check_photo_size(width, height, where);
    const auto bits = tag<std::uint16_t>(tiff.get(), TIFFTAG_BITSPERSAMPLE, 1);
    if (bits > 16) {
        throw_input_error("has pixels of " + std::to_string(bits) + " bits.", where,
                          "Convert the picture to 8 or 16 bits per channel.");
    }
    const auto photometric = tag<std::uint16_t>(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    const bool grey = photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK;
    DecodedPixels pixels{static_cast<int>(width), static_cast<int>(height), grey ? 1 : 3, {}};
    pixels.values.resize(value_count(pixels.width, pixels.height, pixels.channels));
    if (grey && is_plain_grey_16(tiff.get())) {
        read_grey_16(tiff.get(), photometric == PHOTOMETRIC_MINISWHITE, pixels, where);
    } else {
        lay_on_white(read_rgba(tiff.get(), pixels, where), pixels);
    }
    const auto orientation = tag<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, 1);
    if (orientation >= 1 && orientation <= 8) pixels.orientation = orientation;
    return pixels;
}

}  // namespace bplf
