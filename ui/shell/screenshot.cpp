// SPDX-License-Identifier: GPL-3.0-or-later
// Through memory and AtomicFile, so that a half-written picture never appears.
#include "ui/shell/screenshot.h"

#include <QBuffer>
#include <QPixmap>
#include <QWidget>

#include "core/base/atomic_file.h"

namespace bplf::ui {

Result<void> saveScreenshot(QWidget* window, const QString& path) {
    const QImage image = window->grab().toImage().convertToFormat(QImage::Format_RGB888);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return Error(ErrorKind::kInternal, "The window could not be grabbed.", path.toStdString());
    return capture([&] {
        write_file(path.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    });
}

}  // namespace bplf::ui
