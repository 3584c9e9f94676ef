// SPDX-License-Identifier: GPL-3.0-or-later
// File work away from the UI thread: decode a photo, write a PNG, read a recipe.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

#include "core/base/result.h"

namespace bplf::ui {

/// Runs `work` on the thread pool and `reply` with its result on the application's thread, unless
/// `guard` died before. `work` may throw Error. Call from the application's thread.
template <typename T>
void runInBackground(QObject* guard, std::function<T()> work, std::function<void(const Result<T>&)> reply,
                     QThreadPool* pool = QThreadPool::globalInstance()) {
    const QPointer<QObject> alive(guard);
    pool->start([alive, work = std::move(work), reply = std::move(reply)] {
        auto result = std::make_shared<Result<T>>(capture(work));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [alive, reply, result] {
                if (alive) reply(*result);
            },
            Qt::QueuedConnection);
    });
}

}  // namespace bplf::ui
