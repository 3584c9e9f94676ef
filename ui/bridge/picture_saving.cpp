// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/picture_saving.h"

#include <QCoreApplication>

#include "core/publish/sheet_file.h"
#include "ui/bridge/background.h"

namespace bplf::ui {

void savePicture(QObject* guard, const QString& path, std::function<void(const std::filesystem::path&)> write,
                 std::function<void(const Result<QString>&)> reply) {
    runInBackground<QString>(
        guard,
        [path, write = std::move(write)] {
            const std::filesystem::path file = picture_file(path.toStdString());
            write(file);
            return QString::fromStdString(file.string());
        },
        std::move(reply));
}

QString savedHint(const QString& path) {
    const char* hint = path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)
                           ? QT_TRANSLATE_NOOP("PictureSaving", "Drop it on the window to restore it.")
                           : QT_TRANSLATE_NOOP("PictureSaving", "A JPEG has no recipe inside; a PNG has.");
    return QCoreApplication::translate("PictureSaving", hint);
}

}  // namespace bplf::ui
