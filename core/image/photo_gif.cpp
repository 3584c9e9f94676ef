// SPDX-License-Identifier: GPL-3.0-or-later
// The first frame of a GIF through giflib.
#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"

namespace bplf {
namespace {

[[noreturn]] void throw_damaged(const std::string& where) {
    throw_input_error("is damaged or ends early: it cannot be decoded.", where, "Copy the file again.");
}

int read_memory(GifFileType* gif, GifByteType* to, int count) {
    auto& rest = *static_cast<std::span<const std::byte>*>(gif->UserData);
    const auto taken = std::min(rest.size(), static_cast<std::size_t>(count));
    std::memcpy(to, rest.data(), taken);
    rest = rest.subspan(taken);
    return static_cast<int>(taken);
}

struct Close {
    void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};

/// Goes on to the first image; the index that it shows through, or NO_TRANSPARENT_COLOR.
int find_image(GifFileType* gif, const std::string& where) {
    int transparent = NO_TRANSPARENT_COLOR;
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    while (DGifGetRecordType(gif, &type) == GIF_OK) {
        if (type == IMAGE_DESC_RECORD_TYPE && DGifGetImageDesc(gif) == GIF_OK) return transparent;
        if (type != EXTENSION_RECORD_TYPE) break;
        int code = 0;
        GifByteType* block = nullptr;
        if (DGifGetExtension(gif, &code, &block) != GIF_OK) break;
        GraphicsControlBlock control;
        if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr &&
            DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
            transparent = control.TransparentColor;
        }
        while (block != nullptr && DGifGetExtensionNext(gif, &block) == GIF_OK) {
        }
    }
    throw_damaged(where);
}

/// The rows of an image in the order in which they are stored.
std::vector<int> row_order(const GifImageDesc& image) {
    std::vector<int> rows;
    const auto every = [&](int first, int step) {
        for (int y = first; y < image.Height; y += step) rows.push_back(y);
    };
    if (!image.Interlace) {
        every(0, 1);
    } else {
        every(0, 8);
        every(4, 8);
        every(2, 4);
        every(1, 2);
    }
    return rows;
}

/// Lays one row on the picture; what lies beyond its sides is cut off.
void draw_row(std::span<const GifPixelType> row, const ColorMapObject& colors, int transparent, int x, int y,
              DecodedPixels& pixels) {
    if (y >= pixels.height) return;
    for (const GifPixelType index : row) {
        if (x >= pixels.width) return;
        std::uint8_t* to = pixels.values.data() + value_count(pixels.width, y, 3) + value_count(x++, 1, 3);
        if (index == transparent || index >= colors.ColorCount) continue;
        const GifColorType& color = colors.Colors[index];
        to[0] = color.Red;
        to[1] = color.Green;
        to[2] = color.Blue;
    }
}

}  // namespace

DecodedPixels decode_gif(std::span<const std::byte> bytes, const std::string& where) {
    const std::unique_ptr<GifFileType, Close> gif(DGifOpen(&bytes, &read_memory, nullptr));
    if (!gif) throw_damaged(where);
    check_photo_size(gif->SWidth, gif->SHeight, where);
    const int transparent = find_image(gif.get(), where);
    const GifImageDesc& image = gif->Image;
    check_photo_size(image.Width, image.Height, where);
    const ColorMapObject* colors = image.ColorMap != nullptr ? image.ColorMap : gif->SColorMap;
    if (colors == nullptr) throw_damaged(where);
    DecodedPixels pixels{gif->SWidth, gif->SHeight, 3, {}};
    pixels.values.assign(value_count(pixels.width, pixels.height, pixels.channels), 255);
    std::vector<GifPixelType> row(static_cast<std::size_t>(image.Width));
    for (const int y : row_order(image)) {
        if (DGifGetLine(gif.get(), row.data(), image.Width) != GIF_OK) throw_damaged(where);
        draw_row(row, *colors, transparent, image.Left, image.Top + y, pixels);
    }
    return pixels;
}

}  // namespace bplf
