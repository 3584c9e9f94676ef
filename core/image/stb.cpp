// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit that includes stb (public domain): BMP in builds without OpenCV, PNG in those without libpng.
#include <algorithm>
#include <limits>
#include <memory>
#include <new>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/png.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
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

DecodedPixels decode(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_input_error("is too large for a picture.", where);
    }
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    DecodedPixels pixels;
    int& w = pixels.width;
    int& h = pixels.height;
    int& c = pixels.channels;
    if (stbi_info_from_memory(data, size, &w, &h, &c) != 0) check_photo_size(w, h, where);
    // stb's own narrowing drops the low byte, which is darker than rounding.
    if (stbi_is_16_bit_from_memory(data, size) != 0) {
        const std::unique_ptr<stbi_us, FreeStb> wide(stbi_load_16_from_memory(data, size, &w, &h, &c, 0));
        if (wide) pixels.values.resize(value_count(w, h, c));
        std::transform(wide.get(), wide.get() + pixels.values.size(), pixels.values.begin(),
                       [](stbi_us value) { return narrow_to_8_bits(value); });
    } else {
        const std::unique_ptr<stbi_uc, FreeStb> values(stbi_load_from_memory(data, size, &w, &h, &c, 0));
        if (values) pixels.values.assign(values.get(), values.get() + value_count(w, h, c));
    }
    if (pixels.values.empty()) {
        throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
    }
    return pixels;
}

}  // namespace

#ifndef BPLF_HAVE_OPENCV
DecodedPixels decode_bmp(std::span<const std::byte> bytes, const std::string& where) {
    DecodedPixels pixels = decode(bytes, where);
    if (pixels.channels != 4) return pixels;
    // The fourth byte of a BMP pixel is filling, and usually 0, not transparency.
    for (std::size_t i = 3; i < pixels.values.size(); i += 4) pixels.values[i] = 255;
    return pixels;
}
#endif

#ifndef BPLF_HAVE_LIBPNG
namespace {

[[noreturn]] void throw_no_recipes(const std::string& where) {
    throw Error(ErrorKind::kResource, "This build keeps no recipes in pictures: it lacks libpng.", where,
                "Install libpng-dev and build again.");
}

}  // namespace

DecodedPixels decode_png(std::span<const std::byte> bytes, const std::string& where) {
    return decode(bytes, where);
}

std::vector<std::byte> encode_png(const Image& image, std::string_view recipe, std::string_view) {
    BPLF_CHECK(!image.empty(), "an empty image has no PNG");
    if (!recipe.empty()) throw_no_recipes({});
    int size = 0;
    const std::unique_ptr<unsigned char, FreeStb> file(stbi_write_png_to_mem(
        image.pixels.data(), image.width * image.channels, image.width, image.height, image.channels, &size));
    if (!file) throw std::bad_alloc();
    const auto* bytes = reinterpret_cast<const std::byte*>(file.get());
    return {bytes, bytes + size};
}

std::optional<std::string> find_recipe(std::span<const std::byte>, const std::string& where) {
    throw_no_recipes(where);
}
#endif

}  // namespace bplf
