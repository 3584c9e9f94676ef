// SPDX-License-Identifier: GPL-3.0-or-later
// Real numbers over QSlider's integers.
#include "ui/kit/fine_slider.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QWheelEvent>
#include <cmath>

#include "ui/kit/accessible.h"

namespace bplf::ui {
namespace {

constexpr int kSteps = 10000;

/// The real number instead of the slider's steps.
class RealInterface : public QAccessibleWidget, public QAccessibleValueInterface {
  public:
    explicit RealInterface(FineSlider* slider) : QAccessibleWidget(slider, QAccessible::Slider) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text what) const override {
        return what == QAccessible::Value ? slider()->valueText() : QAccessibleWidget::text(what);
    }
    QVariant currentValue() const override { return slider()->real(); }
    void setCurrentValue(const QVariant& value) override { slider()->editReal(value.toDouble()); }
    QVariant minimumValue() const override { return slider()->low(); }
    QVariant maximumValue() const override { return slider()->high(); }
    QVariant minimumStepSize() const override { return (slider()->high() - slider()->low()) / 100; }

  private:
    FineSlider* slider() const { return static_cast<FineSlider*>(widget()); }
};

}  // namespace

FineSlider::FineSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setRange(0, kSteps);
    setFocusPolicy(Qt::StrongFocus);
    setSingleStep(kSteps / 100);
    setPageStep(kSteps / 10);
    setAccessibleMaker(this, [](QWidget* widget) { return new RealInterface(static_cast<FineSlider*>(widget)); });
    connect(this, &QSlider::valueChanged, this, [this] {
        speak();
        Q_EMIT realEdited(real());
    });
}

void FineSlider::setRealRange(double low, double high) {
    const double value = real();
    m_low = low;
    m_high = high;
    setReal(value);
}

double FineSlider::real() const {
    return m_low + (m_high - m_low) * value() / kSteps;
}

void FineSlider::setReal(double value) {
    const QSignalBlocker blocker(this);
    editReal(value);
    speak();
}

void FineSlider::editReal(double value) {
    setValue(static_cast<int>(std::lround((value - m_low) / (m_high - m_low) * kSteps)));
}

QString FineSlider::valueText() const {
    return m_valueText ? m_valueText(real()) : QString::number(real());
}

void FineSlider::speak() {
    if (m_valueText) setAccessibleDescription(m_valueText(real()));
}

void FineSlider::step(double share, Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ShiftModifier) share *= 10;
    if (modifiers & Qt::ControlModifier) share /= 10;
    setValue(value() + static_cast<int>(std::lround(share * kSteps)));
}

void FineSlider::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            step(-0.01, event->modifiers());
            return;
        case Qt::Key_Right:
        case Qt::Key_Up:
            step(0.01, event->modifiers());
            return;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            Q_EMIT resetRequested();
            return;
        default:
            QSlider::keyPressEvent(event);
    }
}

void FineSlider::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) {
        event->ignore();
        return;
    }
    const double notches = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
    step(0.01 * notches, event->modifiers());
    event->accept();
}

void FineSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::MiddleButton) {
        Q_EMIT resetRequested();
        return;
    }
    QSlider::mousePressEvent(event);
}

void FineSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT resetRequested();
}

}  // namespace bplf::ui
