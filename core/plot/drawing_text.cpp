// SPDX-License-Identifier: GPL-3.0-or-later
// Text measures and a small stroke font for figures drawn without a font engine.
#include "core/plot/drawing_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

namespace bplf {
namespace {

/// Advance widths of Helvetica for U+0020 … U+007E.
constexpr std::array<short, 95> kAdvance{
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

/// Strokes of U+0020 … U+007E. M x y starts a stroke, L x y goes straight, Q cx cy x y bends, and
/// E cx cy rx ry a b is a stroke along an ellipse from a to b degrees.
constexpr std::array<std::string_view, 95> kGlyphs{
    "",
    "M1.4 7.1L1.4 2.1M1.4 .3L1.4 .4",
    "M1.1 7.1L1.1 4.9M2.4 7.1L2.4 4.9",
    "M1.6 0L2.4 7M3.4 0L4.2 7M.5 4.6L5.2 4.6M.4 2.4L5.1 2.4",
    "M4.5 5Q4.3 6.4 2.8 6.4Q1.1 6.4 1.1 5Q1.1 3.9 2.8 3.5Q4.7 3.1 4.7 1.9Q4.6 .5 2.8 .5Q1 .5 .9 "
    "2M2.8 7.4L2.8 -.4",
    "E2.1 5.3 1.4 1.6 0 360E6.8 1.7 1.4 1.6 0 360M6.6 7.1L2.3 0",
    "M6.2 .2L1.9 5Q1.4 6.8 2.8 6.8Q4.2 6.8 4 5.3Q3.8 4.4 2 3.5Q.7 2.7 .8 1.8Q.9 .3 2.6 .3Q5 .3 5.6 "
    "3.4",
    "M.95 7.1L.95 4.9",
    "M2.7 7.3Q.5 2.7 2.7 -1.9",
    "M.6 7.3Q2.8 2.7 .6 -1.9",
    "M1.9 7.1L1.9 4.1M.6 6.4L3.2 4.8M3.2 6.4L.6 4.8",
    "M2.9 .6L2.9 5M.7 2.8L5.1 2.8",
    "M1.4 .4L1 -1.1",
    "M.6 2.6L2.8 2.6",
    "M1.4 .2L1.4 .4",
    "M.2 -.2L2.6 7.2",
    "E2.78 3.55 1.95 3.2 0 360",
    "M1.3 5.4Q2.7 5.8 3.1 6.9L3.1 0",
    "E2.75 5 1.9 1.75 170 -40L.85 .35L4.8 .35",
    "E2.65 5.15 1.7 1.6 165 -90L2.3 3.55M2.65 3.55E2.65 1.95 1.95 1.62 90 -160",
    "M3.9 0L3.9 6.8L.6 2.1L5.1 2.1",
    "M4.6 6.75L1.5 6.75L1.15 3.4E2.75 2.3 1.95 2 148 -155",
    "E2.8 2.2 1.9 1.9 0 360M.9 2.2Q.8 6.8 2.9 6.75Q4.1 6.7 4.55 5.4",
    "M.7 6.75L4.8 6.75Q2.6 4 2 0",
    "E2.78 5.2 1.65 1.55 0 360E2.78 1.95 1.95 1.65 0 360",
    "E2.76 4.9 1.9 1.9 0 360M4.66 4.9Q4.8 .3 2.6 .3Q1.4 .3 1 1.6",
    "M1.4 .2L1.4 .4M1.4 4.6L1.4 4.8",
    "M1.4 .4L1 -1.1M1.4 4.6L1.4 4.8",
    "M5.1 5L.8 2.8L5.1 .6",
    "M.7 3.9L5.1 3.9M.7 1.8L5.1 1.8",
    "M.8 5L5.1 2.8L.8 .6",
    "E2.75 5.1 1.8 1.7 175 -45Q2.8 3.1 2.8 2.1M2.8 .3L2.8 .4",
    "E5 2.7 4.1 4.3 -50 285E5 2.7 1.7 2 0 360M6.7 4.6L6.5 1.6Q6.8 .6 7.8 1.2",
    "M.5 0L3.33 7L6.2 0M1.5 2.4L5.2 2.4",
    "M1 .3L1 6.8L3.4 6.8Q5.4 6.8 5.4 5.2Q5.4 3.6 3.4 3.6L1 3.6M3.4 3.6Q5.9 3.6 5.9 1.9Q5.9 .3 3.6 "
    ".3L1 .3",
    "E3.75 3.55 2.85 3.25 40 320",
    "M1 .3L1 6.8L3.2 6.8Q6.5 6.8 6.5 3.55Q6.5 .3 3.2 .3L1 .3",
    "M6 .3L1 .3L1 6.8L5.8 6.8M1 3.7L5.4 3.7",
    "M1 0L1 6.8L5.6 6.8M1 3.6L5 3.6",
    "E3.9 3.55 3 3.25 45 330M4.2 3.3L6.8 3.3L6.8 .2",
    "M1 0L1 7.1M6.2 0L6.2 7.1M1 3.7L6.2 3.7",
    "M1.4 0L1.4 7.1",
    "M4 7.1L4 2.1Q4 .3 2.2 .3Q.6 .3 .6 2.3",
    "M1 0L1 7.1M6 7.1L1 2.3M2.8 4L6.2 0",
    "M1 7.1L1 .3L5.2 .3",
    "M1 0L1 7L4.15 .3L7.3 7L7.3 0",
    "M1 0L1 7L6.2 .1L6.2 7.1",
    "E3.89 3.55 3.1 3.25 0 360",
    "M1 0L1 6.8L3.8 6.8Q6 6.8 6 4.95Q6 3.1 3.8 3.1L1 3.1",
    "E3.89 3.55 3.1 3.25 0 360M4.6 1.6L6.9 -.3",
    "M1 0L1 6.8L4 6.8Q6.3 6.8 6.3 5.1Q6.3 3.4 4 3.4L1 3.4M4.2 3.4L6.3 0",
    "M5.7 5.1Q5.5 6.8 3.3 6.8Q1.1 6.8 1.1 5.2Q1.1 3.9 3.4 3.5Q6 3.1 6 1.9Q5.9 .3 3.4 .3Q.9 .3 .7 "
    "2.2",
    "M3.05 0L3.05 6.8M.3 6.8L5.8 6.8",
    "M1 7.1L1 2.7Q1 .3 3.6 .3Q6.2 .3 6.2 2.7L6.2 7.1",
    "M.5 7.1L3.33 .2L6.2 7.1",
    "M.5 7.1L2.6 .2L4.7 6.9L6.8 .2L8.9 7.1",
    "M.6 7.1L6 0M6 7.1L.6 0",
    "M.5 7.1L3.33 3L6.2 7.1M3.33 3L3.33 0",
    "M.6 6.8L5.4 6.8L.5 .3L5.6 .3",
    "M2.5 7.2L1.1 7.2L1.1 -1.8L2.5 -1.8",
    "M.2 7.2L2.6 -.2",
    "M.3 7.2L1.7 7.2L1.7 -1.8L.3 -1.8",
    "M.6 3.9L2.35 6.8L4.1 3.9",
    "M0 -1.2L5.5 -1.2",
    "M.8 7.1L2 5.9",
    "M4.3 .1L4.3 3.4Q4.3 4.9 2.7 4.9Q1.3 4.9 .9 3.7M4.3 2.9Q.9 2.9 .75 1.5Q.8 .3 2 .3Q4 .4 4.3 2.2",
    "M.9 0L.9 7.1E2.85 2.6 1.95 2.3 0 360",
    "E2.7 2.6 2 2.3 45 315",
    "M4.65 0L4.65 7.1E2.7 2.6 1.95 2.3 0 360",
    "M.8 2.7L4.75 2.7E2.77 2.6 2 2.3 2 318",
    "M1.2 0L1.2 5.6Q1.2 6.9 2.6 6.75M.2 4.9L2.5 4.9",
    "E2.7 2.6 1.95 2.3 0 360M4.65 4.9L4.65 0Q4.6 -1.8 2.7 -1.8Q1.3 -1.8 .9 -.8",
    "M.9 0L.9 7.1M.9 3Q1.1 4.9 2.9 4.9Q4.6 4.9 4.6 3.2L4.6 0",
    "M1.1 0L1.1 5M1.1 6.8L1.1 7",
    "M1.1 5L1.1 -1Q1 -1.9 0 -1.8M1.1 6.8L1.1 7",
    "M.9 0L.9 7.1M4.4 5L.9 1.7M2.2 2.9L4.6 0",
    "M1.1 0L1.1 7.1",
    "M.9 0L.9 5.1M.9 3.2Q1 4.9 2.5 4.9Q4.15 4.9 4.15 3.3L4.15 0M4.15 3.2Q4.3 4.9 5.8 4.9Q7.4 4.9 "
    "7.4 3.3L7.4 0",
    "M.9 0L.9 5.1M.9 3Q1.1 4.9 2.9 4.9Q4.6 4.9 4.6 3.2L4.6 0",
    "E2.78 2.6 2.05 2.3 0 360",
    "M.9 -2L.9 5.1E2.85 2.6 1.95 2.3 0 360",
    "M4.65 -2L4.65 5.1E2.7 2.6 1.95 2.3 0 360",
    "M.9 0L.9 5.1M.9 2.9Q1.1 4.9 3.1 4.75",
    "M4.1 3.7Q3.8 4.9 2.4 4.9Q.9 4.9 .9 3.7Q.9 2.8 2.5 2.55Q4.3 2.3 4.3 1.4Q4.2 .3 2.5 .3Q.9 .3 .6 "
    "1.5",
    "M1.2 6.5L1.2 1.2Q1.2 .2 2.5 .35M.2 4.9L2.5 4.9",
    "M.9 5.1L.9 1.9Q.9 .3 2.6 .3Q4.3 .3 4.6 2.2M4.6 5.1L4.6 0",
    "M.4 5.1L2.5 .2L4.6 5.1",
    "M.4 5.1L2 .2L3.6 5L5.2 .2L6.8 5.1",
    "M.5 5.1L4.5 0M4.5 5.1L.5 0",
    "M.4 5.1L2.5 .2M4.6 5.1L2.3 -.8Q1.8 -1.9 .6 -1.75",
    "M.6 4.85L4.3 4.85L.6 .3L4.5 .3",
    "M3 7.3Q1.6 7.3 1.6 6L1.6 4Q1.6 2.7 .6 2.7Q1.6 2.7 1.6 1.4L1.6 -.6Q1.6 -1.9 3 -1.9",
    "M1.3 7.3L1.3 -1.9",
    "M.4 7.3Q1.8 7.3 1.8 6L1.8 4Q1.8 2.7 2.8 2.7Q1.8 2.7 1.8 1.4L1.8 -.6Q1.8 -1.9 .4 -1.9",
    "M.7 2.4Q1.7 4 2.9 2.8Q4.1 1.6 5.1 3.2"};
constexpr std::string_view kBox = "M.8 0L4.8 0L4.8 7L.8 7L.8 0";

using Strokes = std::vector<std::vector<DrawPoint>>;

double read_number(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    double sign = 1, value = 0, unit = 1;
    bool fraction = false;
    if (!text.empty() && text.front() == '-') sign = -1, text.remove_prefix(1);
    for (; !text.empty(); text.remove_prefix(1)) {
        const char c = text.front();
        if (c == '.' && !fraction) {
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            if (fraction) unit /= 10;
            value = fraction ? value + (c - '0') * unit : value * 10 + (c - '0');
        } else {
            break;
        }
    }
    return sign * value;
}

void add_bend(std::vector<DrawPoint>& stroke, DrawPoint control, DrawPoint end) {
    const DrawPoint start = stroke.back();
    for (int i = 1; i <= 6; ++i) {
        const double t = i / 6.0, u = 1 - t;
        stroke.push_back({u * u * start.x + 2 * u * t * control.x + t * t * end.x,
                          u * u * start.y + 2 * u * t * control.y + t * t * end.y});
    }
}

std::vector<DrawPoint> ellipse(const std::array<double, 6>& e) {
    std::vector<DrawPoint> stroke;
    const int steps = std::max(6, static_cast<int>(std::abs(e[5] - e[4]) / 15));
    for (int i = 0; i <= steps; ++i) {
        const double angle = (e[4] + (e[5] - e[4]) * i / steps) * std::numbers::pi / 180;
        stroke.push_back({e[0] + e[2] * std::cos(angle), e[1] + e[3] * std::sin(angle)});
    }
    return stroke;
}

Strokes read_strokes(std::string_view text) {
    Strokes strokes;
    while (!text.empty()) {
        const char command = text.front();
        text.remove_prefix(1);
        std::array<double, 6> n{};
        const int count = command == 'E' ? 6 : command == 'Q' ? 4 : 2;
        for (int i = 0; i < count; ++i) n[static_cast<std::size_t>(i)] = read_number(text);
        if (command == 'M') strokes.push_back({{n[0], n[1]}});
        if (command == 'L') strokes.back().push_back({n[0], n[1]});
        if (command == 'Q') add_bend(strokes.back(), {n[0], n[1]}, {n[2], n[3]});
        if (command == 'E') strokes.push_back(ellipse(n));
    }
    return strokes;
}

/// Length of the UTF-8 sequence a lead byte announces; 0 for a byte that cannot lead.
int sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

}  // namespace

std::vector<char32_t> code_points(const std::string& text) {
    std::vector<char32_t> points;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const int length = sequence_length(lead);
        char32_t value = length == 1 ? lead : lead & (0x7Fu >> std::max(length, 1));
        bool good = length > 0 && i + static_cast<std::size_t>(length) <= text.size();
        for (int k = 1; good && k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            good = (next & 0xC0u) == 0x80u;
            value = value << 6 | (next & 0x3Fu);
        }
        points.push_back(good ? value : 0xFFFD);
        i += good ? static_cast<std::size_t>(length) : 1;
    }
    return points;
}

int advance_width(char32_t character) {
    if (character >= 0x20 && character <= 0x7E) return kAdvance[character - 0x20];
    if (character == U'…') return 1000;
    return character == U'·' ? 278 : 556;
}

double text_width(const std::string& text, double size, bool bold) {
    double width = 0;
    for (const char32_t character : code_points(text)) width += advance_width(character);
    return width * size / 1000 * (bold ? 1.06 : 1);
}

Strokes glyph_strokes(char32_t character) {
    if (character >= 0x20 && character <= 0x7E) return read_strokes(kGlyphs[character - 0x20]);
    if (character == U'…') return read_strokes("M1.7 .2L1.7 .4M5 .2L5 .4M8.3 .2L8.3 .4");
    if (character == U'·') return read_strokes("M1.4 2.7L1.4 2.8");
    if (character == U'×') return read_strokes("M1 1L4.6 4.6M4.6 1L1 4.6");
    if (character == U'±') return read_strokes("M2.8 2L2.8 5.6M.8 3.8L4.8 3.8M.8 .4L4.8 .4");
    return read_strokes(kBox);
}

unsigned char windows_1252(char32_t character) {
    if (character < 0x80 || (character >= 0xA0 && character <= 0xFF)) {
        return static_cast<unsigned char>(character);
    }
    if (character == U'…') return 0x85;
    if (character == U'–') return 0x96;
    return '?';
}

}  // namespace bplf
