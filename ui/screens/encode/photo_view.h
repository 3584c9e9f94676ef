// SPDX-License-Identifier: GPL-3.0-or-later
// A photo with the found faces on it: click one, or draw a box.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/engine/types.h"
#include "ui/kit/accessible_parts.h"

namespace bplf::ui {

class PhotoView : public QWidget, public AccessibleParts {
    Q_OBJECT

  public:
    explicit PhotoView(QWidget* parent = nullptr);

    /// `scale`: preview pixels per photo pixel; boxes are in photo pixels.
    void setPhoto(const QImage& preview, double scale);
    /// `box`: the face that is cut out, chosen or drawn by hand; `margin` and `roll` are those of its crop.
    void setFaces(const std::vector<Face>& faces, int chosen, const std::optional<Face>& box, double margin,
                  double roll);
    QSize sizeHint() const override { return {560, 420}; }
    int partCount() const override { return static_cast<int>(m_faces.size()); }
    int partColumns() const override { return partCount(); }
    QString partName(int face) const override { return tr("Face %1 of %2").arg(face + 1).arg(m_faces.size()); }
    QRect partRect(int face) const override { return boxInWidget(m_faces[static_cast<std::size_t>(face)]).toRect(); }
    int selectedPart() const override { return m_chosen; }
    void selectPart(int face) override { Q_EMIT faceClicked(face); }
    /// Where a photo pixel is in the widget (for tests).
    QPointF toWidget(QPointF photo) const;

  Q_SIGNALS:
    void faceClicked(int index);
    void boxDrawn(const QRectF& photoPixels);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QRectF target() const;
    QPointF toPhoto(QPointF widget) const;
    QRectF boxInWidget(const Face& face) const;
    QPolygonF cropInWidget() const;
    void paintBoxes(QPainter& painter);

    QImage m_preview;
    double m_scale = 1;
    std::vector<Face> m_faces;
    int m_chosen = -1;
    std::optional<Face> m_box;
    double m_margin = 0, m_roll = 0;
    std::optional<QRectF> m_drawn;  ///< box being drawn, widget pixels
    QPointF m_pressed;
};

}  // namespace bplf::ui
