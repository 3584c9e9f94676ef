// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/png.h"

#include <array>
#include <cstring>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/photo.h"
#include "core/image/stb.h"

namespace bplf {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
/// Keyword, then: not compressed, method 0, no language, no translated keyword.
constexpr std::string_view kRecipePrefix("bplf\0\0\0\0\0", 9);
constexpr std::size_t kChunkOverhead = 12;
constexpr std::size_t kHeaderEnd = 8 + kChunkOverhead + 13;  // signature and IHDR

std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t n = 0; n < 256; ++n) {
        std::uint32_t c = n;
        for (int k = 0; k < 8; ++k) c = (c & 1u) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
        table[n] = c;
    }
    return table;
}

std::uint32_t crc32(std::span<const std::byte> bytes) {
    static const auto table = make_crc_table();
    std::uint32_t crc = 0xffffffffu;
    for (const std::byte byte : bytes) {
        crc = table[(crc ^ static_cast<std::uint32_t>(byte)) & 0xffu] ^ (crc >> 8);
    }
    return crc ^ 0xffffffffu;
}

std::string big_endian_text(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
    return text;
}

std::uint32_t big_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (const std::byte byte : bytes.first(4)) value = (value << 8) | static_cast<std::uint32_t>(byte);
    return value;
}

std::string text_chunk(std::string_view recipe) {
    const std::string content = "iTXt" + std::string(kRecipePrefix) + std::string(recipe);
    return big_endian_text(static_cast<std::uint32_t>(content.size() - 4)) + content +
           big_endian_text(crc32(std::as_bytes(std::span(content))));
}

bool has_png_signature(std::span<const std::byte> bytes) {
    return bytes.size() >= kSignature.size() && std::memcmp(bytes.data(), kSignature.data(), kSignature.size()) == 0;
}

void require_png(std::span<const std::byte> bytes, const std::string& where) {
    if (!has_png_signature(bytes)) throw_input_error("is not a PNG picture.", where);
}

/// The chunk that `bytes` begin with, unless it ends early.
struct Chunk {
    std::string_view content;          ///< type, then data: what the checksum is over
    std::span<const std::byte> whole;  ///< with length and checksum
};

std::optional<Chunk> first_chunk(std::span<const std::byte> bytes) {
    if (bytes.size() < kChunkOverhead) return std::nullopt;
    const std::size_t length = big_endian(bytes);
    if (length > bytes.size() - kChunkOverhead) return std::nullopt;
    return Chunk{{reinterpret_cast<const char*>(bytes.data()) + 4, 4 + length}, bytes.first(kChunkOverhead + length)};
}

}  // namespace

std::vector<std::byte> encode_png(const Image& image, std::string_view recipe) {
    BPLF_CHECK(!image.empty(), "an empty image has no PNG");
    std::vector<std::byte> file = stb_encode_png(image);
    if (!recipe.empty()) {
        const std::string chunk = text_chunk(recipe);
        const auto bytes = std::as_bytes(std::span(chunk));
        file.insert(file.begin() + static_cast<std::ptrdiff_t>(kHeaderEnd), bytes.begin(), bytes.end());
    }
    return file;
}

void write_png(const std::filesystem::path& path, const Image& image, std::string_view recipe) {
    AtomicFile file(path);
    file.write(encode_png(image, recipe));
    file.commit();
}

Image read_png(const std::filesystem::path& path) {
    const std::string content = read_file(path);
    const auto bytes = std::as_bytes(std::span(content));
    require_png(bytes, path.string());
    return read_photo(bytes, path.string());
}

std::optional<std::string> find_recipe(std::span<const std::byte> bytes, const std::string& where) {
    require_png(bytes, where);
    bytes = bytes.subspan(kSignature.size());
    while (const auto chunk = first_chunk(bytes)) {
        const std::string_view text = chunk->content;
        if (text.starts_with("IEND")) return std::nullopt;
        if (text.starts_with("iTXt") && text.substr(4).starts_with(kRecipePrefix)) {
            if (crc32(std::as_bytes(std::span(text))) != big_endian(chunk->whole.last(4))) {
                throw_input_error("carries a damaged recipe.", where, "Copy the picture again.");
            }
            return std::string(text.substr(4 + kRecipePrefix.size()));
        }
        bytes = bytes.subspan(chunk->whole.size());
    }
    throw_input_error("ends early: its PNG chunks are incomplete.", where, "Copy the picture again.");
}

std::optional<std::string> read_recipe(const std::filesystem::path& path) {
    const std::string content = read_file(path);
    return find_recipe(std::as_bytes(std::span(content)), path.string());
}

std::vector<std::byte> without_png_profile(std::span<const std::byte> bytes) {
    std::vector<std::byte> copy;
    copy.reserve(bytes.size());
    const auto keep = [&copy](std::span<const std::byte> part) { copy.insert(copy.end(), part.begin(), part.end()); };
    if (has_png_signature(bytes)) {
        keep(bytes.first(kSignature.size()));
        bytes = bytes.subspan(kSignature.size());
        // A profile stands before the pixels.
        for (auto chunk = first_chunk(bytes); chunk && !chunk->content.starts_with("IDAT");
             chunk = first_chunk(bytes)) {
            if (!chunk->content.starts_with("iCCP")) keep(chunk->whole);
            bytes = bytes.subspan(chunk->whole.size());
        }
    }
    keep(bytes);
    return copy;
}

}  // namespace bplf
