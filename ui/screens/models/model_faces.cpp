// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/model_faces.h"

#include <QDir>
#include <QFileInfo>
#include <QPainter>
#include <QSaveFile>

#include "ui/bridge/qimage_conversion.h"

namespace bplf::ui {
namespace {

constexpr int kSmallFaces = 4;
constexpr int kSmallSide = 64;

void keepFaces(const QImage& sheet, const QString& path) {
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && sheet.save(&file, "PNG")) file.commit();
}

}  // namespace

QString facesFile(const QString& sha256) {
    QString cache = qEnvironmentVariable("XDG_CACHE_HOME");
    if (cache.isEmpty()) cache = QDir::homePath() + QStringLiteral("/.cache");
    return QStringLiteral("%1/bplf-studio/models/%2.png").arg(cache, sha256);
}

QImage keptFaces(const QString& sha256) {
    QImage sheet(facesFile(sha256));
    return sheet.width() == 2 * kSmallSide ? sheet : QImage();
}

Result<QImage> drawFaces(Engine& engine, const QString& model, const QString& sha256, const std::stop_token& stop) {
    const Result<ModelInfo> loaded = engine.load_model(model.toStdString(), stop);
    if (!loaded.ok()) return loaded.error();
    QImage sheet(2 * kSmallSide, 2 * kSmallSide, QImage::Format_RGB32);
    QPainter painter(&sheet);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    SampleRequest request;
    request.count = kSmallFaces;
    const auto place = [&](const Cell& cell) {
        painter.drawImage(QRect(cell.index % 2 * kSmallSide, cell.index / 2 * kSmallSide, kSmallSide, kSmallSide),
                          toQImage(cell.image));
    };
    const Result<SampleSummary> drawn = engine.sample(request, place, stop);
    painter.end();
    if (!drawn.ok()) return drawn.error();
    keepFaces(sheet, facesFile(sha256));
    return sheet;
}

}  // namespace bplf::ui
