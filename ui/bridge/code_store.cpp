// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/code_store.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace bplf::ui {
namespace {

constexpr qsizetype kDigits = 16;

QString prefixOf(const QString& photoHash) {
    return photoHash.left(kDigits) + QLatin1Char('-');
}

}  // namespace

QString codeStore() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/latents");
}

QString codeFile(const QString& folder, const QString& photoHash, const QString& code) {
    return QStringLiteral("%1/%2%3.safetensors").arg(folder, prefixOf(photoHash), code);
}

QStringList codesOfPhoto(const QString& photoHash) {
    QStringList files;
    if (photoHash.size() < kDigits) return files;
    for (const QFileInfo& file : QDir(codeStore()).entryInfoList({prefixOf(photoHash) + QLatin1Char('*')}, QDir::Files))
        files << file.filePath();
    return files;
}

bool isCodeOf(const QString& file, const QString& photoHash) {
    const QFileInfo info(file);
    return photoHash.size() >= kDigits && info.path() == codeStore() && info.fileName().startsWith(prefixOf(photoHash));
}

}  // namespace bplf::ui
