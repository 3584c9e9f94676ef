// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG through libjpeg. It reports errors by longjmp: between attempt()'s setjmp and a call of libjpeg no object with
// a destructor may live, so all of them are members or the caller's.
#include <csetjmp>
#include <cstddef>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/exif.h"

namespace bplf {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;

/// libjpeg reading from memory. Not copied: it knows its own address.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) {
        jpeg.err = jpeg_std_error(&errors_);
        errors_.error_exit = &leave;
        errors_.emit_message = &note;
        jpeg.client_data = this;
        jpeg_create_decompress(&jpeg);
        jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        jpeg_save_markers(&jpeg, kExifMarker, 0xffff);
    }
    ~Reader() { jpeg_destroy_decompress(&jpeg); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// True, or false when libjpeg gave up.
    template <typename Step>
    bool attempt(const Step& step) {
        if (setjmp(jump_) != 0) return false;
        step();
        return true;
    }

    jpeg_decompress_struct jpeg{};
    bool ended = false;       ///< the file has no end marker
    bool is_short = false;    ///< pixels were made up where compressed data ended
    bool is_damaged = false;  ///< some of the compressed data makes no sense

  private:
    static void leave(j_common_ptr common) { std::longjmp(static_cast<Reader*>(common->client_data)->jump_, 1); }
    static void note(j_common_ptr common, int level) {
        if (level >= 0) return;
        auto* self = static_cast<Reader*>(common->client_data);
        const int code = common->err->msg_code;
        self->ended = self->ended || code == JWRN_JPEG_EOF;
        self->is_short = self->is_short || code == JWRN_HIT_MARKER;
        self->is_damaged =
            self->is_damaged || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC;
    }

    jpeg_error_mgr errors_{};
    std::jmp_buf jump_{};
};

[[noreturn]] void throw_cut_short(const std::string& where) {
    throw_input_error("ends early: this JPEG is cut short.", where,
                      "The copy was probably interrupted. Copy the photo again.");
}

[[noreturn]] void throw_damaged(const Reader& reader, const std::string& where) {
    if (reader.ended) throw_cut_short(where);
    throw_input_error("is damaged: it cannot be decoded.", where, "Copy the file again.");
}

int orientation_of(const Reader& reader) {
    for (auto marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
        const std::span block(reinterpret_cast<const std::byte*>(marker->data), marker->data_length);
        const bool is_exif = marker->marker == kExifMarker && block.size() > 6 && block[0] == std::byte{'E'} &&
                             block[1] == std::byte{'x'};
        if (is_exif) return exif_orientation(block);
    }
    return 1;
}

/// Whether the data of every pixel was there. To be asked before jpeg_finish_decompress(), which forgets.
bool is_whole(const Reader& reader) {
    if (reader.is_short) return false;
    const jpeg_decompress_struct& jpeg = reader.jpeg;
    if (jpeg.coef_bits == nullptr) return jpeg.comps_in_scan == jpeg.num_components;
    // Progressive: each coefficient must have come down to its last bit.
    for (int c = 0; c < jpeg.num_components; ++c) {
        if (!std::all_of(jpeg.coef_bits[c], jpeg.coef_bits[c] + DCTSIZE2, [](int bits) { return bits == 0; }))
            return false;
    }
    return true;
}

/// Four inks as red, green and blue. They are stored inverted, as Adobe does: other writers have followed.
void inks_to_rgb(DecodedPixels& pixels) {
    auto to = pixels.values.begin();
    for (std::size_t i = 0; i < pixels.values.size(); i += 4) {
        const int paper = pixels.values[i + 3];
        for (std::size_t c = 0; c < 3; ++c) {
            *to++ = static_cast<std::uint8_t>((pixels.values[i + c] * paper + 127) / 255);
        }
    }
    pixels.values.erase(to, pixels.values.end());
    pixels.channels = 3;
}

void choose_colors(jpeg_decompress_struct& jpeg) {
    if (jpeg.num_components == 1) {
        jpeg.out_color_space = JCS_GRAYSCALE;
    } else {
        jpeg.out_color_space = jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
    }
}

void read_rows(jpeg_decompress_struct& jpeg, DecodedPixels& pixels) {
    const auto row = value_count(pixels.width, 1, pixels.channels);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW to = pixels.values.data() + row * jpeg.output_scanline;
        jpeg_read_scanlines(&jpeg, &to, 1);
    }
}

}  // namespace

DecodedPixels decode_jpeg(std::span<const std::byte> bytes, const std::string& where) {
    Reader reader(bytes);
    jpeg_decompress_struct& jpeg = reader.jpeg;
    if (!reader.attempt([&jpeg] { jpeg_read_header(&jpeg, TRUE); })) throw_damaged(reader, where);
    check_photo_size(jpeg.image_width, jpeg.image_height, where);
    const bool started = reader.attempt([&jpeg] {
        choose_colors(jpeg);
        jpeg_start_decompress(&jpeg);
    });
    if (!started) throw_damaged(reader, where);
    DecodedPixels pixels;
    pixels.width = static_cast<int>(jpeg.output_width);
    pixels.height = static_cast<int>(jpeg.output_height);
    pixels.channels = jpeg.output_components;
    pixels.values.resize(value_count(pixels.width, pixels.height, pixels.channels));
    pixels.orientation = orientation_of(reader);
    if (!reader.attempt([&jpeg, &pixels] { read_rows(jpeg, pixels); })) throw_damaged(reader, where);
    const bool whole = is_whole(reader);
    if (!reader.attempt([&jpeg] { jpeg_finish_decompress(&jpeg); })) throw_damaged(reader, where);
    if (reader.ended && !whole) throw_cut_short(where);
    if (reader.ended) pixels.warning = "lacks its last bytes, but all of its pixels are there.";
    if (reader.is_damaged) pixels.warning = "is damaged in places: parts of it may look wrong.";
    if (pixels.channels == 4) inks_to_rgb(pixels);
    return pixels;
}

}  // namespace bplf
