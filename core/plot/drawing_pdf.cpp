// SPDX-License-Identifier: GPL-3.0-or-later
// A drawing as a one-page PDF.
#include <cmath>
#include <cstdio>
#include <map>

#include "core/plot/drawing.h"
#include "core/plot/drawing_text.h"

namespace bplf {
namespace {

std::string number(double value) {
    const auto thousandths = static_cast<long long>(std::llround(value * 1000));
    const long long size = std::llabs(thousandths);
    std::string digits = std::to_string(size % 1000);
    digits.insert(0, 3 - digits.size(), '0');
    std::string text = std::to_string(size / 1000) + "." + digits;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return thousandths < 0 ? "-" + text : text;
}

std::string color(Rgb rgb, const char* command) {
    return number(rgb.r / 255.0) + " " + number(rgb.g / 255.0) + " " + number(rgb.b / 255.0) + " " + command + "\n";
}

std::string literal(const std::string& text) {
    std::string result = "(";
    for (const char32_t character : code_points(text)) {
        const auto byte = static_cast<char>(windows_1252(character));
        if (byte == '(' || byte == ')' || byte == '\\') result += '\\';
        result += static_cast<unsigned char>(byte) < 0x20 ? ' ' : byte;
    }
    return result + ")";
}

/// The page's content stream; remembers which opacities it used.
class ContentWriter {
  public:
    explicit ContentWriter(const Drawing& drawing) : height_(drawing.height) {
        out_ = color(drawing.background, "rg") + "0 0 " + number(drawing.width) + " " + number(drawing.height) +
               " re f\n1 j 1 J\n";
    }

    void operator()(const DrawLine& line) {
        set_opacity(line.opacity);
        out_ += color(line.color, "RG") + number(line.width) + " w\n[";
        for (const double length : line.dash) out_ += number(length) + " ";
        out_ += line.dash.empty() ? "] 0 d 1 J\n" : "] 0 d 0 J\n";
        path(line.points);
        out_ += "S\n";
    }

    void operator()(const DrawArea& area) {
        set_opacity(area.opacity);
        out_ += color(area.color, "rg");
        path(area.points);
        out_ += "f\n";
    }

    void operator()(const DrawText& text) {
        set_opacity(1);
        const double width = text_width(text.text, text.size, text.bold);
        const double back = text.anchor == TextAnchor::kStart    ? 0
                            : text.anchor == TextAnchor::kMiddle ? width / 2
                                                                 : width;
        out_ += "BT\n" + color(text.color, "rg") + (text.bold ? "/F2 " : "/F1 ") + number(text.size) + " Tf\n";
        const double x = text.at.x - (text.upwards ? 0 : back);
        const double y = height_ - text.at.y - (text.upwards ? back : 0);
        out_ += (text.upwards ? "0 1 -1 0 " : "1 0 0 1 ") + number(x) + " " + number(y) + " Tm\n" + literal(text.text) +
                " Tj\nET\n";
    }

    void operator()(const DrawClip& clip) {
        if (clipped_) out_ += "Q\n";
        clipped_ = clip.width > 0;
        if (!clipped_) return;
        out_ += "q\n" + number(clip.x) + " " + number(height_ - clip.y - clip.height) + " " + number(clip.width) + " " +
                number(clip.height) + " re W n\n";
    }

    std::string finish() { return out_ + (clipped_ ? "Q\n" : ""); }
    const std::map<int, std::string>& states() const { return states_; }

  private:
    void path(const std::vector<DrawPoint>& points) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            out_ += number(points[i].x) + " " + number(height_ - points[i].y) + (i == 0 ? " m\n" : " l\n");
        }
    }

    void set_opacity(double opacity) {
        const int percent = static_cast<int>(std::lround(opacity * 100));
        states_[percent] = number(percent / 100.0);
        out_ += "/G" + std::to_string(percent) + " gs\n";
    }

    double height_;
    std::string out_;
    std::map<int, std::string> states_;
    bool clipped_ = false;
};

std::string resources(const std::map<int, std::string>& states) {
    std::string text = "<< /Font << /F1 5 0 R /F2 6 0 R >> /ExtGState << ";
    for (const auto& [percent, opacity] : states) {
        text += "/G" + std::to_string(percent) + " << /CA " + opacity + " /ca " + opacity + " >> ";
    }
    return text + ">> >>";
}

std::string font(const std::string& name) {
    return "<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /Encoding /WinAnsiEncoding >>";
}

std::string assemble(const std::vector<std::string>& objects) {
    std::string file = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string offset = std::to_string(file.size());
        offset.insert(0, 10 - offset.size(), '0');
        table += offset + " 00000 n \n";
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string count = std::to_string(objects.size() + 1);
    return file + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" +
           std::to_string(file.size()) + "\n%%EOF\n";
}

}  // namespace

std::string to_pdf(const Drawing& drawing) {
    ContentWriter writer(drawing);
    for (const DrawItem& item : drawing.items) std::visit(writer, item);
    const std::string content = writer.finish();
    const std::string page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + number(drawing.width) + " " +
                             number(drawing.height) + "] /Contents 4 0 R /Resources " + resources(writer.states()) +
                             " >>";
    return assemble({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
                     "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "endstream",
                     font("Helvetica"), font("Helvetica-Bold")});
}

}  // namespace bplf
