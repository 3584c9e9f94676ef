// SPDX-License-Identifier: GPL-3.0-or-later
// An icon engine that asks the palette for its colour at each painting.
#include "ui/kit/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>
#include <QtDebug>

namespace bplf::ui {
namespace {

QColor colorFor(QIcon::Mode mode, QIcon::State state) {
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Disabled) return palette.color(QPalette::Disabled, QPalette::WindowText);
    if (state == QIcon::On) return palette.color(QPalette::Link);
    return palette.color(QPalette::WindowText);
}

class ThemedIconEngine : public QIconEngine {
  public:
    explicit ThemedIconEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        QByteArray svg = m_svg;
        svg.replace("#000", colorFor(mode, state).name().toUtf8());
        QSvgRenderer(svg).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        // A button that is squeezed to nothing asks for a picture of no size.
        if (size.isEmpty()) return {};
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal /*scale*/) override {
        return pixmap(size, mode, state);
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_svg); }

  private:
    QByteArray m_svg;
};

}  // namespace

QIcon icon(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon \"%s\"", qUtf8Printable(name));
        return {};
    }
    return QIcon(new ThemedIconEngine(file.readAll()));
}

}  // namespace bplf::ui
