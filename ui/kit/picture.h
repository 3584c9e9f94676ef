// SPDX-License-Identifier: GPL-3.0-or-later
// One small picture, magnified smoothly (or pixel by pixel) to fit, keeping its proportions.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/image/image.h"

namespace bplf::ui {

class Picture : public QWidget {
    Q_OBJECT

  public:
    explicit Picture(const QString& accessibleName, QWidget* parent = nullptr);

    /// Side of the square it would like to be.
    void setPreferredSide(int side);
    void setImage(const Image& image);
    void setSmooth(bool smooth);
    /// Text shown while there is no picture.
    void setPlaceholder(const QString& text);
    /// Whether a click on it means something; the pointer says so.
    void setClickable(bool clickable);
    /// Draws a frame around the picture that is chosen among others.
    void setMarked(bool marked);
    const Image& image() const { return m_image; }
    QSize sizeHint() const override { return {m_side, m_side}; }
    QSize minimumSizeHint() const override { return {m_side / 2, m_side / 2}; }

  Q_SIGNALS:
    void clicked();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    Image m_image;
    QImage m_scaled;
    QString m_placeholder;
    int m_side = 96;
    bool m_smooth = true;
    bool m_isClickable = false;
    bool m_isMarked = false;
};

}  // namespace bplf::ui
