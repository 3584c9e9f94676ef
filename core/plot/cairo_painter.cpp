// SPDX-License-Identifier: GPL-3.0-or-later
// Lines, areas, words and clips in Cairo's and Pango's terms.
#include "core/plot/cairo_painter.h"

#include <cmath>
#include <cstring>

#include "core/base/error.h"

namespace bplf {
namespace {

void set_color(cairo_t* cairo, Rgb color, double opacity = 1) {
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, opacity);
}

/// Subpaths between points that are not finite.
void trace(cairo_t* cairo, const std::vector<DrawPoint>& points) {
    bool is_down = false;
    for (const DrawPoint& p : points) {
        const bool is_point = std::isfinite(p.x) && std::isfinite(p.y);
        if (is_point && is_down) cairo_line_to(cairo, p.x, p.y);
        if (is_point && !is_down) cairo_move_to(cairo, p.x, p.y);
        is_down = is_point;
    }
}

/// The picture in memory of Cairo's own.
CairoSurface surface_of(const Image& image) {
    CairoSurface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return surface;
    unsigned char* const begin = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const int green = image.channels == 3 ? 1 : 0, blue = image.channels == 3 ? 2 : 0;
    for (int y = 0; y < image.height; ++y) {
        unsigned char* at = begin + static_cast<std::ptrdiff_t>(y) * stride;
        for (int x = 0; x < image.width; ++x, at += 4) {
            const std::uint32_t pixel = 0xff000000U | static_cast<std::uint32_t>(image.at(x, y)) << 16 |
                                        static_cast<std::uint32_t>(image.at(x, y, green)) << 8 | image.at(x, y, blue);
            std::memcpy(at, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

/// What draws one kind of item after another.
struct ItemPainter {
    cairo_t* cairo;
    const std::string& font;

    void operator()(const DrawLine& line) const {
        set_color(cairo, line.color, line.opacity);
        cairo_set_line_width(cairo, line.width);
        cairo_set_dash(cairo, line.dash.data(), static_cast<int>(line.dash.size()), 0);
        trace(cairo, line.points);
        cairo_stroke(cairo);
    }

    void operator()(const DrawArea& area) const {
        set_color(cairo, area.color, area.opacity);
        trace(cairo, area.points);
        cairo_close_path(cairo);
        cairo_fill(cairo);
    }

    void operator()(const DrawText& text) const {
        const TextLayout layout = lay_out(cairo, text, font);
        const double share = text.anchor == TextAnchor::kStart ? 0 : text.anchor == TextAnchor::kMiddle ? 0.5 : 1;
        const double baseline = pango_units_to_double(pango_layout_get_baseline(layout.get()));
        set_color(cairo, text.color);
        cairo_move_to(cairo, text.at.x - share * width_of(layout), text.at.y - baseline);
        pango_cairo_show_layout(cairo, layout.get());
        cairo_new_path(cairo);
    }

    void operator()(const DrawClip& clip) const {
        cairo_reset_clip(cairo);
        if (clip.width <= 0) return;
        cairo_rectangle(cairo, clip.x, clip.y, clip.width, clip.height);
        cairo_clip(cairo);
    }

    void operator()(const DrawPicture& picture) const {
        if (!picture.image || picture.image->empty()) return;
        const CairoSurface pixels = surface_of(*picture.image);
        cairo_save(cairo);
        cairo_translate(cairo, picture.at.x, picture.at.y);
        cairo_scale(cairo, picture.width / picture.image->width, picture.height / picture.image->height);
        cairo_set_source_surface(cairo, pixels.get(), 0, 0);
        cairo_paint(cairo);
        cairo_restore(cairo);
    }
};

/// Malformed bytes and NULs replaced: Pango wants UTF-8.
std::string well_formed(const std::string& text) {
    char* const valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string result = valid;
    g_free(valid);
    return result;
}

void set_font(PangoLayout* layout, const DrawText& text, const std::string& font) {
    PangoFontDescription* description = pango_font_description_new();
    pango_font_description_set_family(description, font.c_str());
    pango_font_description_set_absolute_size(description, text.size * PANGO_SCALE);
    pango_font_description_set_weight(description, text.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
}

/// Glyphs stand where their widths say, not on whole pixels of some screen.
void set_exact_metrics(PangoLayout* layout) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    PangoContext* context = pango_layout_get_context(layout);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_layout_context_changed(layout);
}

}  // namespace

TextLayout lay_out(cairo_t* cairo, const DrawText& text, const std::string& font) {
    TextLayout layout(pango_cairo_create_layout(cairo));
    set_exact_metrics(layout.get());
    set_font(layout.get(), text, font);
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_text(layout.get(), well_formed(text.text).c_str(), -1);
    // A width would also make Pango align the line within it: only where the text is too wide.
    if (text.max_width > 0 && width_of(layout) > text.max_width) {
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_width(layout.get(), pango_units_from_double(text.max_width));
    }
    return layout;
}

double width_of(const TextLayout& layout) {
    PangoRectangle extent{};
    pango_layout_get_extents(layout.get(), nullptr, &extent);
    return pango_units_to_double(extent.width);
}

void paint_page(cairo_t* cairo, const Drawing& drawing) {
    set_color(cairo, drawing.background);
    cairo_paint(cairo);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    for (const DrawItem& item : drawing.items) std::visit(ItemPainter{cairo, drawing.font}, item);
    const cairo_status_t status = cairo_status(cairo);
    if (status == CAIRO_STATUS_SUCCESS) return;
    throw Error(ErrorKind::kResource, std::string("The figure could not be drawn: ") + cairo_status_to_string(status));
}

}  // namespace bplf
