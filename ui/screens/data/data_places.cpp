// SPDX-License-Identifier: GPL-3.0-or-later
// A full look with core's recognition follows in the background.
#include "ui/screens/data/data_places.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace bplf::ui {
namespace {

constexpr int kMostEntries = 400;
constexpr qint64 kHeadBytes = 256;

bool hasPixelColumn(const QString& csv) {
    QFile file(csv);
    if (!file.open(QIODevice::ReadOnly)) return false;
    const QByteArray head = file.read(kHeadBytes).split('\n').first();
    return head.contains("pixels");
}

}  // namespace

bool isBuiltSet(const QString& path) {
    const QFileInfo info(path);
    if (!info.isDir() && info.fileName() != QLatin1String("dataset.safetensors")) return false;
    const QDir folder(info.isDir() ? path : info.path());
    return folder.exists(QStringLiteral("dataset.safetensors")) && folder.exists(QStringLiteral("manifest.jsonl"));
}

bool isFaceTable(const QString& path) {
    const QFileInfo info(path);
    if (!info.isDir()) return info.suffix().toLower() == QLatin1String("csv") && hasPixelColumn(path);
    const QDir folder(path);
    for (const QString& name : folder.entryList({QStringLiteral("*.csv")}, QDir::Files).mid(0, 8))
        if (hasPixelColumn(folder.filePath(name))) return true;
    return false;
}

bool holdsPictures(const QString& path) {
    static const QStringList names{"*.png", "*.jpg", "*.jpeg",       "*.tif",         "*.tiff",
                                   "*.bmp", "*.avi", "*idx3-ubyte*", "*_emotion.txt", "data_batch_*.bin*"};
    QDirIterator entries(path, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    for (int i = 0; i < kMostEntries && entries.hasNext(); ++i) {
        entries.next();
        if (entries.fileInfo().isFile() && QDir::match(names, entries.fileName())) return true;
    }
    return false;
}

}  // namespace bplf::ui
