// SPDX-License-Identifier: GPL-3.0-or-later
// All screens of the studio, in the order of the mode rail.
#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

#include "ui/screens/screen.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {

/// What some screens need to know of how the studio was started.
struct ScreenOptions {
    ViewportKind viewport = ViewportKind::kAuto;
};

/// The words of `--mode`, one a screen; needs no window system.
QStringList screenIds();

/// One of each. UI thread; the bridge outlives them.
std::vector<std::unique_ptr<Screen>> makeScreens(EngineBridge* bridge, const ScreenOptions& options);

}  // namespace bplf::ui
