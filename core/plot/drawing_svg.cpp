// SPDX-License-Identifier: GPL-3.0-or-later
// A drawing as SVG 1.1.
#include <array>
#include <cmath>
#include <cstdio>

#include "core/plot/drawing.h"

namespace bplf {
namespace {

/// At most two decimals, no trailing zeros, whatever the locale.
std::string number(double value) {
    const auto hundredths = static_cast<long long>(std::llround(value * 100));
    const long long size = std::llabs(hundredths);
    std::string text = std::to_string(size / 100);
    if (const long long rest = size % 100; rest != 0) {
        text += '.';
        text += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
    }
    return hundredths < 0 ? "-" + text : text;
}

std::string hex(Rgb color) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x", color.r, color.g, color.b);
    return text.data();
}

/// A character XML 1.0 may contain.
bool is_allowed(char32_t c) {
    return c == '\t' || c >= 0x20;
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (is_allowed(static_cast<unsigned char>(c)))
            result += c;
    }
    return result;
}

std::string opacity_attribute(const char* name, double opacity) {
    return opacity < 1 ? std::string(" ") + name + "=\"" + number(opacity) + "\"" : "";
}

std::string path_data(const std::vector<DrawPoint>& points) {
    std::string data;
    for (std::size_t i = 0; i < points.size(); ++i) {
        data += (i == 0 ? "M" : "L") + number(points[i].x) + " " + number(points[i].y);
    }
    return data;
}

class SvgWriter {
  public:
    explicit SvgWriter(const Drawing& drawing) {
        const std::string size = number(drawing.width) + " " + number(drawing.height);
        out_ =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"" +
            number(drawing.width) + "\" height=\"" + number(drawing.height) + "\" viewBox=\"0 0 " + size +
            "\">\n<rect width=\"" + number(drawing.width) + "\" height=\"" + number(drawing.height) + "\" fill=\"" +
            hex(drawing.background) +
            "\"/>\n<g font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" "
            "fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n";
    }

    void operator()(const DrawLine& line) {
        out_ += "<path d=\"" + path_data(line.points) + "\" stroke=\"" + hex(line.color) + "\" stroke-width=\"" +
                number(line.width) + "\"" + opacity_attribute("stroke-opacity", line.opacity);
        if (!line.dash.empty()) out_ += " stroke-linecap=\"butt\" stroke-dasharray=\"" + dashes(line.dash) + "\"";
        out_ += "/>\n";
    }

    void operator()(const DrawArea& area) {
        out_ += "<path d=\"" + path_data(area.points) + "Z\" fill=\"" + hex(area.color) + "\"" +
                opacity_attribute("fill-opacity", area.opacity) + "/>\n";
    }

    void operator()(const DrawText& text) {
        const std::string at = number(text.at.x) + " " + number(text.at.y);
        out_ += "<text ";
        out_ += text.upwards ? "transform=\"translate(" + at + ") rotate(-90)\""
                             : "x=\"" + number(text.at.x) + "\" y=\"" + number(text.at.y) + "\"";
        if (text.anchor != TextAnchor::kStart) {
            out_ += text.anchor == TextAnchor::kMiddle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
        }
        out_ += " font-size=\"" + number(text.size) + "\"";
        if (text.bold) out_ += " font-weight=\"bold\"";
        out_ += " fill=\"" + hex(text.color) + "\">" + escaped(text.text) + "</text>\n";
    }

    void operator()(const DrawClip& clip) {
        if (clipped_) out_ += "</g>\n";
        clipped_ = clip.width > 0;
        if (!clipped_) return;
        const std::string id = "c" + std::to_string(++clips_);
        out_ += "<clipPath id=\"" + id + "\"><rect x=\"" + number(clip.x) + "\" y=\"" + number(clip.y) + "\" width=\"" +
                number(clip.width) + "\" height=\"" + number(clip.height) + "\"/></clipPath>\n<g clip-path=\"url(#" +
                id + ")\">\n";
    }

    std::string finish() { return out_ + (clipped_ ? "</g>\n" : "") + "</g>\n</svg>\n"; }

  private:
    static std::string dashes(const std::vector<double>& lengths) {
        std::string text;
        for (const double length : lengths) text += (text.empty() ? "" : " ") + number(length);
        return text;
    }

    std::string out_;
    int clips_ = 0;
    bool clipped_ = false;
};

}  // namespace

std::string to_svg(const Drawing& drawing) {
    SvgWriter writer(drawing);
    for (const DrawItem& item : drawing.items) std::visit(writer, item);
    return writer.finish();
}

}  // namespace bplf
