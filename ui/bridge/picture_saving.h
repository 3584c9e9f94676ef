// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures on their way to files, away from the UI thread.
#pragma once

#include <QString>
#include <filesystem>
#include <functional>

#include "core/base/result.h"

class QObject;

namespace bplf::ui {

/// Runs `write` with the name the file will really have (picture_file()) on the thread pool, and `reply` with that name
/// on the UI thread while `guard` lives. `write` may throw Error.
void savePicture(QObject* guard, const QString& path, std::function<void(const std::filesystem::path&)> write,
                 std::function<void(const Result<QString>&)> reply);
/// What to know of a saved picture: what a PNG is good for, and what a JPEG lacks.
QString savedHint(const QString& path);

}  // namespace bplf::ui
