// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the curves on the screen to a file, off the UI thread, through the same code as `bplf curves`.
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/plot/curve_figure.h"
#include "ui/screens/curves/curve_store.h"

namespace bplf::ui {

/// What to write; made on the UI thread, used on any.
struct CurveExport {
    struct Run {
        std::string name;
        QString path;
        std::shared_ptr<FollowedRun> followed;
    };
    std::vector<Run> runs;
    std::vector<std::string> tags;  ///< whole names
    bool isEveryTag = true;         ///< `tags` are all there are
    CurveFigure figure;
    double pngScale = 2;
    QString path;  ///< its ending decides the format
};

/// The shown runs of a store, with the colours of the screen.
CurveExport exportOf(const CurveStore& store, const std::vector<std::string>& tags, const CurveFigure& figure);

/// The curves of the export, named as on the screen. Waits for a run that is being read.
std::vector<ScalarSeries> seriesOf(const CurveExport& what);

/// Reads what is followed, draws and writes. Blocking; for a pool. The file appears complete or not at all.
Result<void> writeExport(const CurveExport& what);

/// The `bplf curves` command that writes the same file.
QString commandOf(const CurveExport& what);

}  // namespace bplf::ui
