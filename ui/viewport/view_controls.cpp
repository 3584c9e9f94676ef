// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewport/view_controls.h"

#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/viewport/canvas_controller.h"

namespace bplf::ui {

ViewControls::ViewControls(CanvasController* controller, QWidget* parent) : QWidget(parent), m_controller(controller) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    QToolButton* in = addButton(tr("Zoom in"));
    in->setText(QStringLiteral("+"));
    m_percent = addButton(tr("Zoom; click to fit all faces"));
    QToolButton* out = addButton(tr("Zoom out"));
    out->setText(QStringLiteral("−"));
    m_fit = addButton(tr("All faces, or each pixel as one pixel"));
    m_smooth = addButton(tr("Smooth or as pixels"));
    connect(in, &QToolButton::clicked, controller, [controller] { controller->zoomStep(1); });
    connect(out, &QToolButton::clicked, controller, [controller] { controller->zoomStep(-1); });
    connect(m_percent, &QToolButton::clicked, controller, [controller] { controller->fit(); });
    connect(m_fit, &QToolButton::clicked, controller,
            [controller] { controller->scene().isFit() ? controller->actualPixels() : controller->fit(); });
    connect(m_smooth, &QToolButton::clicked, controller,
            [controller] { controller->setSmooth(!controller->scene().isSmooth()); });
    connect(controller, &CanvasController::changed, this, &ViewControls::showState);
    showState();
    // As wide as its widest word in any state, so that the column does not jump.
    const int width = fontMetrics().horizontalAdvance(tr("Smooth")) + 16;
    for (QToolButton* button : findChildren<QToolButton*>()) button->setFixedWidth(width);
    resize(sizeHint());
}

QToolButton* ViewControls::addButton(const QString& name) {
    auto* button = new QToolButton(this);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::NoFocus);
    button->setCursor(Qt::ArrowCursor);
    layout()->addWidget(button);
    return button;
}

void ViewControls::showState() {
    const GridScene& scene = m_controller->scene();
    m_percent->setText(tr("%1 %").arg(std::lround(scene.scale() * 100)));
    m_fit->setText(scene.isFit() ? tr("1:1") : tr("Fit"));
    m_smooth->setText(scene.isSmooth() ? tr("Smooth") : tr("Pixels"));
}

}  // namespace bplf::ui
