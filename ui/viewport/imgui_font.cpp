// SPDX-License-Identifier: GPL-3.0-or-later
// Reserves a rectangle per glyph in ImGui's atlas and paints into it.
#include "ui/viewport/imgui_font.h"

#include <imgui.h>

#include <QFont>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <cmath>
#include <vector>

namespace bplf::ui {
namespace {

struct Glyph {
    int rectangle;
    char16_t letter;
    int width, height;
};

std::vector<char16_t> letters() {
    std::vector<char16_t> result;
    for (char16_t c = 0x20; c < 0x7f; ++c) result.push_back(c);
    for (char16_t c = 0xa0; c < 0x17f; ++c) result.push_back(c);
    for (const char16_t c : {u'\u2013', u'\u2026', u'\u2212', u'\u00d7', u'\u00b7'}) result.push_back(c);
    return result;
}

QImage paintGlyph(const Glyph& glyph, const QFont& font, double ascent) {
    QImage image(glyph.width, glyph.height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(QPointF(1, ascent), QString(QChar(glyph.letter)));
    return image;
}

}  // namespace

void buildImGuiFont(ImFontAtlas* atlas, const QFont& font, double ratio) {
    QFont scaled(font);
    // Pixels of the picture we paint into, whatever the screen's own dots per inch.
    scaled.setPixelSize(std::max(6, static_cast<int>(std::lround(QFontInfo(font).pixelSize() * ratio))));
    const QFontMetricsF metrics(scaled);
    atlas->Clear();
    ImFontConfig config;
    config.SizePixels = static_cast<float>(std::ceil(metrics.height()));
    ImFont* target = atlas->AddFontDefault(&config);
    std::vector<Glyph> glyphs;
    for (const char16_t letter : letters()) {
        const double advance = metrics.horizontalAdvance(QChar(letter));
        Glyph glyph{0, letter, static_cast<int>(std::ceil(advance)) + 3, static_cast<int>(std::ceil(metrics.height()))};
        glyph.rectangle = atlas->AddCustomRectFontGlyph(target, letter, glyph.width, glyph.height,
                                                        static_cast<float>(advance), ImVec2(-1, 0));
        glyphs.push_back(glyph);
    }
    atlas->Build();
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    atlas->GetTexDataAsRGBA32(&pixels, &width, &height);
    for (const Glyph& glyph : glyphs) {
        const ImFontAtlasCustomRect* box = atlas->GetCustomRectByIndex(glyph.rectangle);
        const QImage image = paintGlyph(glyph, scaled, metrics.ascent());
        for (int y = 0; y < glyph.height; ++y)
            for (int x = 0; x < glyph.width; ++x) {
                unsigned char* out = pixels + 4 * ((box->Y + y) * width + box->X + x);
                out[0] = out[1] = out[2] = 255;
                out[3] = static_cast<unsigned char>(qAlpha(image.pixel(x, y)));
            }
    }
}

}  // namespace bplf::ui
