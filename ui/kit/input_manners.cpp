// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/input_manners.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>

namespace bplf::ui {
namespace {

bool ignoresWheel(const QObject* watched) {
    if (qobject_cast<const QComboBox*>(watched) != nullptr) return true;
    const auto* box = qobject_cast<const QAbstractSpinBox*>(watched);
    return box != nullptr && !box->hasFocus();
}

bool isDecimalComma(const QObject* watched, const QEvent* event) {
    if (event->type() != QEvent::KeyPress || qobject_cast<const QDoubleSpinBox*>(watched) == nullptr) return false;
    return static_cast<const QKeyEvent*>(event)->text() == QLatin1String(",");
}

}  // namespace

bool InputManners::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && ignoresWheel(watched)) {
        event->ignore();  // goes on to what lies below
        return true;
    }
    if (isDecimalComma(watched, event)) {
        QKeyEvent point(QEvent::KeyPress, Qt::Key_Period, Qt::NoModifier, QStringLiteral("."));
        QApplication::sendEvent(watched, &point);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace bplf::ui
