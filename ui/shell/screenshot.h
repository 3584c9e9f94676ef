// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a PNG file.
#pragma once

#include <QString>

#include "core/base/result.h"

class QWidget;

namespace bplf::ui {

/// Grabs the window with everything in it, at its device pixel ratio. Error(kResource) when the file
/// cannot be written.
Result<void> saveScreenshot(QWidget* window, const QString& path);

}  // namespace bplf::ui
