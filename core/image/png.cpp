// SPDX-License-Identifier: GPL-3.0-or-later
// What does not depend on who encodes and decodes: png_libpng.cpp, or stb.cpp in builds without libpng.
#include "core/image/png.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/photo.h"

namespace bplf {

void write_png(const std::filesystem::path& path, const Image& image, std::string_view recipe, std::string_view xmp) {
    const std::vector<std::byte> bytes = encode_png(image, recipe, xmp);
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

Image read_png(const std::filesystem::path& path) {
    const std::string content = read_file(path);
    if (!content.starts_with("\x89PNG\r\n\x1a\n")) throw_input_error("is not a PNG picture.", path.string());
    return read_photo(std::as_bytes(std::span(content)), path.string());
}

std::optional<std::string> read_recipe(const std::filesystem::path& path) {
    const std::string content = read_file(path);
    return find_recipe(std::as_bytes(std::span(content)), path.string());
}

}  // namespace bplf
