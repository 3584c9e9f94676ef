// SPDX-License-Identifier: GPL-3.0-or-later
// PNG files that carry the recipe of the picture inside.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace bplf {

/// The PNG file's bytes. A non-empty `recipe` (UTF-8 JSON) goes into an iTXt chunk with the keyword
/// "bplf", a non-empty XMP packet into one with XMP's. Equal input gives equal bytes with the same libpng and zlib.
/// Precondition: the image is not empty. Error(kResource) for a recipe in a build without libpng, which leaves out XMP.
std::vector<std::byte> encode_png(const Image& image, std::string_view recipe = {}, std::string_view xmp = {});

/// Writes encode_png() atomically. Error(kResource) when the file cannot be written.
void write_png(const std::filesystem::path& path, const Image& image, std::string_view recipe = {},
               std::string_view xmp = {});

/// Reads any PNG as 8 bits; transparency is laid on white, grey stays one channel.
/// Error(kInput) when it is missing, no PNG, damaged or too large (photo.h's limits).
Image read_png(const std::filesystem::path& path);

/// The recipe inside a PNG; nothing when it carries none. Error(kInput) when it is missing, no PNG,
/// or its chunks are damaged. Error(kResource) in a build without libpng.
std::optional<std::string> read_recipe(const std::filesystem::path& path);
/// The same from memory; `where` names the source in errors.
std::optional<std::string> find_recipe(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
