// SPDX-License-Identifier: GPL-3.0-or-later
// Writing through libjpeg. It reports errors by longjmp: no object with a destructor may live between attempt()'s
// setjmp and its calls.
#include "core/image/jpeg.h"

#include "core/base/error.h"

#ifdef BPLF_HAVE_LIBJPEG

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <jpeglib.h>

namespace bplf {
namespace {

constexpr char kXmpName[] = "http://ns.adobe.com/xap/1.0/";
constexpr std::size_t kLargestXmp = 65000;

/// libjpeg writing into memory. Not copied: it knows its own address.
class JpegWriter {
  public:
    JpegWriter() {
        jpeg_.err = jpeg_std_error(&errors_);
        errors_.error_exit = &leave;
        jpeg_.client_data = this;
        jpeg_create_compress(&jpeg_);
    }
    ~JpegWriter() {
        jpeg_destroy_compress(&jpeg_);
        std::free(bytes_);
    }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    /// False when libjpeg gave up.
    bool write(const Image& image, int quality, const std::string& marker) {
        if (setjmp(jump_) != 0) {
            // Where memory ran out, libjpeg may have freed what this points to.
            bytes_ = nullptr;
            return false;
        }
        jpeg_mem_dest(&jpeg_, &bytes_, &size_);
        jpeg_.image_width = static_cast<JDIMENSION>(image.width);
        jpeg_.image_height = static_cast<JDIMENSION>(image.height);
        jpeg_.input_components = image.channels;
        jpeg_.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&jpeg_);
        jpeg_set_quality(&jpeg_, quality, TRUE);
        for (int c = 0; c < jpeg_.num_components; ++c)
            jpeg_.comp_info[c].h_samp_factor = jpeg_.comp_info[c].v_samp_factor = 1;
        jpeg_start_compress(&jpeg_, TRUE);
        if (!marker.empty())
            jpeg_write_marker(&jpeg_, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(marker.data()),
                              static_cast<unsigned>(marker.size()));
        while (jpeg_.next_scanline < jpeg_.image_height) {
            // libjpeg asks for a pointer to what it does not change.
            JSAMPROW row = const_cast<JSAMPROW>(&image.pixels[row_size(image) * jpeg_.next_scanline]);
            jpeg_write_scanlines(&jpeg_, &row, 1);
        }
        jpeg_finish_compress(&jpeg_);
        return true;
    }
    std::vector<std::byte> bytes() const {
        const auto* first = reinterpret_cast<const std::byte*>(bytes_);
        return {first, first + size_};
    }

  private:
    static void leave(j_common_ptr common) { std::longjmp(static_cast<JpegWriter*>(common->client_data)->jump_, 1); }
    static std::size_t row_size(const Image& image) {
        return static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
    }

    jpeg_compress_struct jpeg_{};
    jpeg_error_mgr errors_{};
    std::jmp_buf jump_{};
    unsigned char* bytes_ = nullptr;
    unsigned long size_ = 0;
};

}  // namespace

std::vector<std::byte> encode_jpeg(const Image& image, int quality, std::string_view xmp) {
    BPLF_CHECK(!image.empty(), "an empty image has no JPEG");
    BPLF_CHECK(xmp.size() <= kLargestXmp, "an XMP packet fits into one marker");
    // With the zero behind it, as the marker's name ends.
    const std::string marker = xmp.empty() ? "" : std::string(kXmpName, sizeof kXmpName).append(xmp);
    JpegWriter writer;
    if (std::max(image.width, image.height) > JPEG_MAX_DIMENSION || !writer.write(image, quality, marker))
        throw Error(ErrorKind::kResource, "The picture cannot be written as JPEG.", {},
                    "Choose a smaller size, or a name ending in .png.");
    return writer.bytes();
}

}  // namespace bplf

#else

namespace bplf {

std::vector<std::byte> encode_jpeg(const Image&, int, std::string_view) {
    throw Error(ErrorKind::kResource, "This build writes no JPEG: it lacks libjpeg.", {},
                "Give a name ending in .png, or install libjpeg and build again.");
}

}  // namespace bplf

#endif
