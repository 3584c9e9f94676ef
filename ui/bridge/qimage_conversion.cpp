// SPDX-License-Identifier: GPL-3.0-or-later
// Row-by-row copies, because Qt pads its rows.
#include "ui/bridge/qimage_conversion.h"

#include <QPainter>
#include <cstring>

namespace bplf::ui {

QImage toQImage(const Image& image) {
    if (image.empty()) return {};
    const auto format = image.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888;
    QImage result(image.width, image.height, format);
    const std::size_t bytes = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
    for (int y = 0; y < image.height; ++y)
        std::memcpy(result.scanLine(y), image.pixels.data() + static_cast<std::size_t>(y) * bytes, bytes);
    return result;
}

Image fromQImage(const QImage& image) {
    if (image.isNull()) return {};
    QImage source = image;
    if (source.hasAlphaChannel()) {
        QImage flat(source.size(), QImage::Format_RGB888);
        flat.fill(Qt::white);
        QPainter(&flat).drawImage(0, 0, source);
        source = flat;
    }
    const bool grey = source.isGrayscale() && source.format() == QImage::Format_Grayscale8;
    source = source.convertToFormat(grey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    Image result(source.width(), source.height(), grey ? 1 : 3);
    const std::size_t bytes = static_cast<std::size_t>(result.width) * static_cast<std::size_t>(result.channels);
    for (int y = 0; y < result.height; ++y)
        std::memcpy(result.pixels.data() + static_cast<std::size_t>(y) * bytes, source.constScanLine(y), bytes);
    return result;
}

}  // namespace bplf::ui
