// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as a list of lines, areas and words, painted by Cairo and Pango into SVG, PDF, a picture or a window's
// pixels. Needs no window system, so that a cluster node draws the same figure as the studio.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/image/image.h"

namespace bplf {

struct Rgb {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Rgb&) const = default;
};

struct DrawPoint {
    double x = 0, y = 0;
};

/// Where a word stands relative to its point.
enum class TextAnchor { kStart, kMiddle, kEnd };

/// A polyline; a point that is not finite lifts the pen. `dash` alternates on and off lengths.
struct DrawLine {
    std::vector<DrawPoint> points;
    Rgb color;
    double width = 1;
    double opacity = 1;
    std::vector<double> dash;
};

/// A filled polygon.
struct DrawArea {
    std::vector<DrawPoint> points;
    Rgb color;
    double opacity = 1;
};

/// One line of UTF-8 text in any language with its baseline at `at`. Malformed bytes become U+FFFD.
struct DrawText {
    DrawPoint at;
    std::string text;
    double size = 11;  ///< of the font, in units
    Rgb color;
    TextAnchor anchor = TextAnchor::kStart;
    bool bold = false;
    double max_width = 0;  ///< wider text ends in "…"; 0 = as wide as it is
};

/// Everything after it is clipped to this rectangle until the next DrawClip; a width of 0 ends clipping.
struct DrawClip {
    double x = 0, y = 0, width = 0, height = 0;
};

/// A picture with its upper left corner at `at`, stretched to width × height units. Shared, not copied.
struct DrawPicture {
    DrawPoint at;
    double width = 0, height = 0;
    std::shared_ptr<const Image> image;
};

using DrawItem = std::variant<DrawLine, DrawArea, DrawText, DrawClip, DrawPicture>;

/// The family of figures in files. Where it lacks a letter, another installed font has it.
inline constexpr const char* kFigureFont = "DejaVu Sans";

/// A page, y downwards. One unit is a CSS pixel in SVG, a point in PDF and `scale` pixels in an image.
/// Coordinates are to stay within a million units of the page.
struct Drawing {
    double width = 0;
    double height = 0;
    Rgb background{255, 255, 255};
    std::string font = kFigureFont;
    std::vector<DrawItem> items;
};

/// Memory of a picture to paint into: 0xffRRGGBB a pixel, as QImage::Format_RGB32 has it. Not owned.
struct PixelBuffer {
    std::uint32_t* pixels = nullptr;
    int width = 0;
    int height = 0;
    int stride = 0;  ///< bytes from row to row, a multiple of 4
};

/// Whether this build can draw (BPLF_WITH_CAIRO); what follows throws Error(kResource) where it cannot.
/// All of it may be called on any thread.
bool can_draw();
/// The error that says so. `where`: the file that was to be written.
[[noreturn]] void throw_cannot_draw(const std::string& where);

/// A complete SVG document, text as outlines; the same drawing gives the same bytes.
std::string to_svg(const Drawing& drawing);
/// A one-page PDF 1.4 with embedded fonts, without a date. The same bytes for the same drawing.
std::string to_pdf(const Drawing& drawing);
/// The same of several pages; page(i) is asked for once each, in order, so that they need not be in memory together.
/// Precondition: pages > 0.
std::string to_pdf(int pages, const std::function<Drawing(int)>& page);
/// Antialiased pixels, `scale` pixels per unit (0 < scale <= 16), [H, W, 3].
/// Error(kUsage) when the picture would be larger than 64 million pixels.
Image to_image(const Drawing& drawing, double scale);
/// Paints over the buffer, `scale` pixels per unit, faster and a little coarser at the edges than to_image().
void paint(const Drawing& drawing, double scale, const PixelBuffer& buffer);

/// Width of a text in units.
double text_width(const std::string& text, double size, bool bold = false, const std::string& font = kFigureFont);

}  // namespace bplf
