// SPDX-License-Identifier: GPL-3.0-or-later
// The surfaces a drawing is painted on.
#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/plot/cairo_painter.h"

namespace bplf {
namespace {

constexpr double kMostPixels = 64e6;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_surface_t* surface) {
    const cairo_status_t status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_SUCCESS) return;
    throw Error(ErrorKind::kResource, std::string("The figure could not be made: ") + cairo_status_to_string(status));
}

/// Paints onto `surface`, which appends to a string.
void add_page(const CairoSurface& surface, const Drawing& drawing) {
    check(surface.get());
    const CairoContext cairo(cairo_create(surface.get()));
    cairo_set_line_join(cairo.get(), CAIRO_LINE_JOIN_ROUND);
    paint_page(cairo.get(), drawing);
    cairo_show_page(cairo.get());
}

/// Completes the document.
void finish(const CairoSurface& surface) {
    cairo_surface_finish(surface.get());
    check(surface.get());
}

/// Cairo numbers its surfaces through the life of the process: the ids "surface7" become "surface1", and so on.
std::string renumbered(const std::string& svg) {
    const std::string word = "surface";
    std::map<std::string, std::string> numbers;
    std::string result;
    std::size_t done = 0;
    for (std::size_t at = svg.find(word); at != svg.npos; at = svg.find(word, done)) {
        const std::size_t begin = at + word.size();
        const std::size_t end = std::min(svg.find_first_not_of("0123456789", begin), svg.size());
        const std::string number = svg.substr(begin, end - begin);
        result += svg.substr(done, begin - done);
        if (!number.empty()) result += numbers.try_emplace(number, std::to_string(numbers.size() + 1)).first->second;
        done = end;
    }
    return result + svg.substr(done);
}

void paint_pixels(const Drawing& drawing, double scale, const PixelBuffer& buffer, cairo_antialias_t quality) {
    const CairoSurface surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(buffer.pixels),
                                                                   CAIRO_FORMAT_RGB24, buffer.width, buffer.height,
                                                                   buffer.stride));
    check(surface.get());
    const CairoContext cairo(cairo_create(surface.get()));
    cairo_set_antialias(cairo.get(), quality);
    cairo_set_line_join(cairo.get(), CAIRO_LINE_JOIN_BEVEL);
    cairo_scale(cairo.get(), scale, scale);
    paint_page(cairo.get(), drawing);
    cairo_surface_flush(surface.get());
}

}  // namespace

bool can_draw() {
    return true;
}

std::string to_svg(const Drawing& drawing) {
    std::string bytes;
    const CairoSurface surface(cairo_svg_surface_create_for_stream(append, &bytes, drawing.width, drawing.height));
    cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
    add_page(surface, drawing);
    finish(surface);
    return renumbered(bytes);
}

std::string to_pdf(const Drawing& drawing) {
    return to_pdf(1, [&](int) { return drawing; });
}

std::string to_pdf(int pages, const std::function<Drawing(int)>& page) {
    std::string bytes;
    const CairoSurface surface(cairo_pdf_surface_create_for_stream(append, &bytes, 1, 1));
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
    // The clock's date would make each file another one.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
    for (int i = 0; i < pages; ++i) {
        const Drawing drawing = page(i);
        cairo_pdf_surface_set_size(surface.get(), drawing.width, drawing.height);
        add_page(surface, drawing);
    }
    finish(surface);
    return bytes;
}

Image to_image(const Drawing& drawing, double scale) {
    const bool is_sane = scale > 0 && scale <= 16 && drawing.width > 0 && drawing.height > 0 &&
                         drawing.width * drawing.height * scale * scale <= kMostPixels;
    if (!is_sane) {
        throw_usage_error("The figure would be too large (or empty) in pixels.", "scale",
                          "Choose a smaller size or scale; the limit is 64 million pixels.");
    }
    const int columns = std::max(1, static_cast<int>(std::lround(drawing.width * scale)));
    const int rows = std::max(1, static_cast<int>(std::lround(drawing.height * scale)));
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    paint_pixels(drawing, scale, {pixels.data(), columns, rows, columns * 4}, CAIRO_ANTIALIAS_DEFAULT);
    Image image(columns, rows, 3);
    std::size_t at = 0;
    for (const std::uint32_t pixel : pixels) {
        for (const int shift : {16, 8, 0}) image.pixels[at++] = static_cast<std::uint8_t>(pixel >> shift);
    }
    return image;
}

void paint(const Drawing& drawing, double scale, const PixelBuffer& buffer) {
    paint_pixels(drawing, scale, buffer, CAIRO_ANTIALIAS_FAST);
}

double text_width(const std::string& text, double size, bool bold, const std::string& font) {
    // Pango measures for a surface; this one has no pixels.
    const CairoSurface surface(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nullptr));
    const CairoContext cairo(cairo_create(surface.get()));
    return width_of(lay_out(cairo.get(), {{}, text, size, {}, TextAnchor::kStart, bold, 0}, font));
}

}  // namespace bplf
