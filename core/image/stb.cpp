// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit that includes stb.
#include "core/image/stb.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <new>

#include "core/base/error.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_FAILURE_STRINGS
#define STBI_MAX_DIMENSIONS 65536
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace bplf {
namespace {

struct FreeStb {
    void operator()(void* memory) const { STBI_FREE(memory); }
};

std::size_t value_count(const DecodedPixels& pixels) {
    return static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.height) *
           static_cast<std::size_t>(pixels.channels);
}

}  // namespace

std::vector<std::byte> stb_encode_png(const Image& image) {
    int size = 0;
    const std::unique_ptr<unsigned char, FreeStb> file(stbi_write_png_to_mem(
        image.pixels.data(), image.width * image.channels, image.width, image.height, image.channels, &size));
    if (!file) throw std::bad_alloc();
    const auto* bytes = reinterpret_cast<const std::byte*>(file.get());
    return {bytes, bytes + size};
}

DecodedPixels stb_decode(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_input_error("is too large for a picture.", where);
    }
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    DecodedPixels pixels;
    int& w = pixels.width;
    int& h = pixels.height;
    int& c = pixels.channels;
    // stb's own narrowing drops the low byte, which is darker than rounding.
    if (stbi_is_16_bit_from_memory(data, size) != 0) {
        const std::unique_ptr<stbi_us, FreeStb> wide(stbi_load_16_from_memory(data, size, &w, &h, &c, 0));
        if (wide) pixels.values.resize(value_count(pixels));
        std::transform(wide.get(), wide.get() + pixels.values.size(), pixels.values.begin(), narrow_to_8_bits);
    } else {
        const std::unique_ptr<stbi_uc, FreeStb> values(stbi_load_from_memory(data, size, &w, &h, &c, 0));
        if (values) pixels.values.assign(values.get(), values.get() + value_count(pixels));
    }
    if (pixels.values.empty()) {
        throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
    }
    return pixels;
}

}  // namespace bplf
