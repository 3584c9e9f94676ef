// SPDX-License-Identifier: GPL-3.0-or-later
// The only unit that includes libpng. It reports errors by longjmp: between attempt()'s setjmp and a call of libpng
// no object with a destructor may live, so all of them are members or the caller's.
#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <new>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/exif.h"
#include "core/image/png.h"

namespace bplf {
namespace {

constexpr char kKeyword[] = "bplf";
constexpr std::size_t kLargestText = std::size_t{1} << 20;  ///< unpacked, of a file smaller than that: a bomb ends here
constexpr std::size_t kDataChunk = std::size_t{1} << 20;    ///< compressed pixels per IDAT chunk

[[noreturn]] void leave(png_structp png, png_const_charp) {
    png_longjmp(png, 1);
}

/// True, or false when libpng gave up.
template <typename Step>
bool attempt(png_structp png, const Step& step) {
    if (setjmp(png_jmpbuf(png)) != 0) return false;
    step();
    return true;
}

/// libpng reading from memory. Not copied: it knows its own address.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes)
        : png(png_create_read_struct(PNG_LIBPNG_VER_STRING, this, &leave, &warn)),
          info(png == nullptr ? nullptr : png_create_info_struct(png)),
          rest_(bytes) {
        if (info == nullptr) {
            png_destroy_read_struct(&png, nullptr, nullptr);
            throw std::bad_alloc();
        }
        png_set_read_fn(png, this, &read);
        // Sizes are checked by photo.h's limits, with a message that names them.
        png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_chunk_malloc_max(png, std::max(kLargestText, bytes.size()));
    }
    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    png_structp png;
    png_infop info;
    bool ended = false;         ///< the bytes ran out
    bool damaged_text = false;  ///< a text chunk's checksum was wrong

  private:
    static void warn(png_structp png, png_const_charp text) {
        auto* self = static_cast<Reader*>(png_get_error_ptr(png));
        if (std::strcmp(text, "iTXt: CRC error") == 0) self->damaged_text = true;
        // Beyond the limit, which is no smaller than the file: libpng would go on and allocate it.
        if (std::strstr(text, "chunk data is too large") == nullptr) return;
        self->ended = true;
        png_longjmp(png, 1);
    }
    static void read(png_structp png, png_bytep to, std::size_t count) {
        auto* self = static_cast<Reader*>(png_get_io_ptr(png));
        if (count > self->rest_.size()) {
            self->ended = true;
            png_error(png, "ends early");
        }
        std::memcpy(to, self->rest_.data(), count);
        self->rest_ = self->rest_.subspan(count);
    }

    std::span<const std::byte> rest_;
};

/// libpng writing into memory.
class Writer {
  public:
    Writer()
        : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, &leave, &ignore)),
          info(png == nullptr ? nullptr : png_create_info_struct(png)) {
        if (info == nullptr) {
            png_destroy_write_struct(&png, nullptr);
            throw std::bad_alloc();
        }
        png_set_write_fn(png, this, &write, &flush);
    }
    ~Writer() { png_destroy_write_struct(&png, &info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    png_structp png;
    png_infop info;
    std::vector<std::byte> file;

  private:
    static void ignore(png_structp, png_const_charp) {}
    static void flush(png_structp) {}
    static void write(png_structp png, png_bytep bytes, std::size_t count) {
        auto& file = static_cast<Writer*>(png_get_io_ptr(png))->file;
        const auto* from = reinterpret_cast<const std::byte*>(bytes);
        bool kept = true;
        try {
            file.insert(file.end(), from, from + count);
        } catch (const std::bad_alloc&) {  // no exception may pass through libpng
            kept = false;
        }
        if (!kept) png_error(png, "out of memory");
    }
};

[[noreturn]] void throw_damaged(const Reader& reader, const std::string& where) {
    throw_input_error(reader.ended ? "ends early: this PNG is cut short." : "is damaged: it cannot be decoded.", where,
                      "Copy the file again.");
}

int orientation_of(const Reader& reader) {
    png_uint_32 size = 0;
    png_bytep block = nullptr;
    if (png_get_eXIf_1(reader.png, reader.info, &size, &block) == 0) return 1;
    return exif_orientation({reinterpret_cast<const std::byte*>(block), size});
}

/// The recipe among the texts that were read.
std::optional<std::string> recipe_among(const Reader& reader) {
    png_textp texts = nullptr;
    const int count = png_get_text(reader.png, reader.info, &texts, nullptr);
    for (int i = 0; i < count; ++i) {
        const png_text& text = texts[i];
        if (std::strcmp(text.key, kKeyword) == 0) return std::string(text.text, text.itxt_length);
    }
    return std::nullopt;
}

/// Of all chunks without which a picture can be drawn, libpng is to read this kind only.
void keep_only(png_structp png, const char* chunk) {
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, reinterpret_cast<png_const_bytep>(chunk), 1);
}

/// Of a chunk that libpng hands over: it was dealt with.
int pass_over(png_structp, png_unknown_chunkp) {
    return 1;
}

/// Reads the texts, and the pixels' chunks without unpacking them. False when libpng gave up.
bool read_texts(Reader& reader) {
    return attempt(reader.png, [&reader] {
        keep_only(reader.png, "iTXt");
        png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_ALWAYS, reinterpret_cast<png_const_bytep>("IDAT"), 1);
        png_set_read_user_chunk_fn(reader.png, nullptr, &pass_over);
        png_read_info(reader.png, reader.info);
        png_read_end(reader.png, reader.info);
    });
}

/// Whether the recipe stands in a chunk whose checksum is wrong.
bool has_damaged_recipe(std::span<const std::byte> bytes) {
    Reader reader(bytes);
    png_set_crc_action(reader.png, PNG_CRC_DEFAULT, PNG_CRC_QUIET_USE);
    static_cast<void>(read_texts(reader));
    return recipe_among(reader).has_value();
}

/// One iTXt chunk. libpng asks for pointers to what it does not change.
png_text text_chunk(std::string& keyword, std::string& content, std::string& none) {
    png_text text{};
    text.compression = PNG_ITXT_COMPRESSION_NONE;
    text.key = keyword.data();
    text.text = content.data();
    text.itxt_length = content.size();
    text.lang = text.lang_key = none.data();
    return text;
}

void set_header(Writer& writer, const Image& image, std::array<png_text, 2>& texts) {
    png_set_compression_buffer_size(writer.png, kDataChunk);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height),
                 8, image.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    for (png_text& text : texts)
        if (*text.text != '\0') png_set_text(writer.png, writer.info, &text, 1);
    png_write_info(writer.png, writer.info);
}

}  // namespace

std::vector<std::byte> encode_png(const Image& image, std::string_view recipe, std::string_view xmp) {
    BPLF_CHECK(!image.empty(), "an empty image has no PNG");
    Writer writer;
    std::string keyword = kKeyword, xmp_keyword = "XML:com.adobe.xmp", content(recipe), packet(xmp), none;
    std::array<png_text, 2> texts{text_chunk(keyword, content, none), text_chunk(xmp_keyword, packet, none)};
    const std::uint8_t* const pixels = image.pixels.data();
    const auto row = value_count(image.width, 1, image.channels);
    const bool written = attempt(writer.png, [&] {
        set_header(writer, image, texts);
        for (int y = 0; y < image.height; ++y) png_write_row(writer.png, pixels + row * static_cast<std::size_t>(y));
        png_write_end(writer.png, nullptr);
    });
    if (!written) throw Error(ErrorKind::kResource, "The picture cannot be made into a PNG: it is too large.");
    return std::move(writer.file);
}

std::optional<std::string> find_recipe(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < 8 || png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, 8) != 0) {
        throw_input_error("is not a PNG picture.", where);
    }
    Reader reader(bytes);
    const bool complete = read_texts(reader);
    std::optional<std::string> recipe = recipe_among(reader);
    if (recipe) return recipe;
    if (reader.damaged_text && has_damaged_recipe(bytes)) {
        throw_input_error("carries a damaged recipe.", where, "Copy the picture again.");
    }
    if (complete) return std::nullopt;
    throw_input_error(reader.ended ? "ends early: its PNG chunks are incomplete." : "has damaged PNG chunks.", where,
                      "Copy the picture again.");
}

DecodedPixels decode_png(std::span<const std::byte> bytes, const std::string& where) {
    Reader reader(bytes);
    DecodedPixels pixels;
    const bool started = attempt(reader.png, [&reader] {
        keep_only(reader.png, "eXIf");
        png_read_info(reader.png, reader.info);
    });
    if (!started) throw_damaged(reader, where);
    check_photo_size(png_get_image_width(reader.png, reader.info), png_get_image_height(reader.png, reader.info),
                     where);
    const bool prepared = attempt(reader.png, [&reader] {
        png_set_expand(reader.png);  // palettes, fewer than 8 bits, transparent colours
        png_set_scale_16(reader.png);
        png_set_interlace_handling(reader.png);
        png_read_update_info(reader.png, reader.info);
    });
    if (!prepared) throw_damaged(reader, where);
    pixels.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
    pixels.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
    pixels.channels = png_get_channels(reader.png, reader.info);
    pixels.values.resize(value_count(pixels.width, pixels.height, pixels.channels));
    std::vector<png_bytep> rows;
    for (int y = 0; y < pixels.height; ++y) {
        rows.push_back(pixels.values.data() + value_count(pixels.width, y, pixels.channels));
    }
    const bool read = attempt(reader.png, [&reader, &rows] {
        png_read_image(reader.png, rows.data());
        png_read_end(reader.png, reader.info);
    });
    if (!read) throw_damaged(reader, where);
    pixels.orientation = orientation_of(reader);
    return pixels;
}

}  // namespace bplf
