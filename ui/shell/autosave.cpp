// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/autosave.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QTimer>

namespace bplf::ui {

Autosave::Autosave(std::function<void()> save, QObject* parent)
    : QObject(parent), m_save(std::move(save)), m_due(new QTimer(this)) {
    m_due->setSingleShot(true);
    connect(m_due, &QTimer::timeout, this, [this] { m_save(); });
    QCoreApplication::instance()->installEventFilter(this);
}

void Autosave::touch() {
    // A drag goes on changing things: the first of them decides when.
    if (!m_due->isActive()) m_due->start(kLongestMs);
}

void Autosave::flush() {
    if (!m_due->isActive()) return;
    m_due->stop();
    m_save();
}

bool Autosave::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey = event->type() == QEvent::KeyRelease && !static_cast<QKeyEvent*>(event)->isAutoRepeat();
    // After the event was dealt with, which may be what changes something.
    if (isKey || event->type() == QEvent::MouseButtonRelease)
        QMetaObject::invokeMethod(this, &Autosave::flush, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

}  // namespace bplf::ui
