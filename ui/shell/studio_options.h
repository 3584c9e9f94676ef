// SPDX-License-Identifier: GPL-3.0-or-later
// The studio's command line, readable before any window system is there.
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/base/result.h"

namespace bplf::ui {

struct StudioOptions {
    QString model;  ///< empty = the last one, else the default
    QString device = QStringLiteral("auto");
    int threads = 0;
    QString mode;   ///< empty = the last one
    QString theme;  ///< empty = the chosen one
    QString mtcnnWeights;
    QString modelsFolder;
    QStringList files;
    QString viewport = QStringLiteral("auto");  ///< "auto", "opengl" or "simple" (ViewportKind)
    bool safeMode = false;                      ///< no session, simple viewport
    QString screenshot;
    std::optional<QSize> size;
    double scale = 0;  ///< 0 = the desktop's
    QString script;
    bool help = false, version = false;
};

/// Error(kUsage) naming the argument. `arguments` with the program's name first; `modes`: the words of --mode.
Result<StudioOptions> parseStudioOptions(const QStringList& arguments, const QStringList& modes);
QString studioHelp(const QStringList& modes);

}  // namespace bplf::ui
