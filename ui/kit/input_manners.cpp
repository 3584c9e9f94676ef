// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/input_manners.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>

#include "ui/kit/tab_order.h"

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

/// A widget that was hidden with its part of the window may have kept the focus.
bool isUnseenKey(const QObject* watched, const QEvent* event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return false;
    const auto* widget = qobject_cast<const QWidget*>(watched);
    return widget != nullptr && !widget->isVisible();
}

/// Boxes and lines take the key even for a picture, which they cannot paste.
bool isPictureKey(const QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride || !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste))
        return false;
    const bool isField =
        qobject_cast<const QAbstractSpinBox*>(watched) != nullptr || qobject_cast<const QLineEdit*>(watched) != nullptr;
    const QMimeData* clip = QGuiApplication::clipboard()->mimeData();
    return isField && clip != nullptr && !clip->hasText() && (clip->hasImage() || clip->hasUrls());
}

/// A field takes these keys for its own text, also where it has nothing to take back: then they are the window's.
bool isSpareUndoKey(const QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isUndo = key->matches(QKeySequence::Undo), isRedo = key->matches(QKeySequence::Redo);
    if (!isUndo && !isRedo) return false;
    const auto* line = qobject_cast<const QLineEdit*>(watched);
    if (qobject_cast<const QAbstractSpinBox*>(watched) != nullptr) line = watched->findChild<const QLineEdit*>();
    return line != nullptr && !(isUndo ? line->isUndoAvailable() : line->isRedoAvailable());
}

}  // namespace

bool InputManners::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && ignoresWheel(watched)) {
        event->ignore();  // goes on to what lies below
        return true;
    }
    if (isUnseenKey(watched, event)) {
        if (event->type() == QEvent::KeyPress)
            focusFirst(static_cast<QWidget*>(watched)->window(), Qt::OtherFocusReason);
        event->ignore();
        return true;
    }
    if (isPictureKey(watched, event) || isSpareUndoKey(watched, event)) {
        event->ignore();
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
