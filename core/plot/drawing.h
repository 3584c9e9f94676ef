// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as a list of lines, areas and words, and its three writers: SVG, PDF and pixels. Needs no window
// system, so that a cluster node draws the same figure as the studio.
#pragma once

#include <array>
#include <cstdint>
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

/// A polyline; a break between two runs of points is a new DrawLine. `dash` alternates on and off lengths.
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

/// One line of UTF-8 text with its baseline at `at`. `upwards` turns it by 90° to the left.
struct DrawText {
    DrawPoint at;
    std::string text;
    double size = 11;
    Rgb color;
    TextAnchor anchor = TextAnchor::kStart;
    bool upwards = false;
    bool bold = false;
};

/// Everything after it is clipped to this rectangle until the next DrawClip; a width of 0 ends clipping.
struct DrawClip {
    double x = 0, y = 0, width = 0, height = 0;
};

using DrawItem = std::variant<DrawLine, DrawArea, DrawText, DrawClip>;

/// A page, y downwards. One unit is a CSS pixel in SVG, a point in PDF and `scale` pixels in an image.
struct Drawing {
    double width = 0;
    double height = 0;
    Rgb background{255, 255, 255};
    std::vector<DrawItem> items;
};

/// A complete SVG 1.1 document; the same drawing gives the same bytes.
std::string to_svg(const Drawing& drawing);
/// A one-page PDF 1.4 with Helvetica; characters outside Latin-1 become '?'. The same bytes for the same drawing.
std::string to_pdf(const Drawing& drawing);
/// Antialiased pixels, `scale` pixels per unit (0 < scale <= 16), [H, W, 3].
/// Error(kUsage) when the picture would be larger than 64 million pixels.
Image to_image(const Drawing& drawing, double scale);

/// Width of a text in Helvetica, in units; what the layouts here reckon with.
double text_width(const std::string& text, double size, bool bold = false);

/// Code points of UTF-8 text; a malformed byte becomes U+FFFD.
std::vector<char32_t> code_points(const std::string& text);

}  // namespace bplf
