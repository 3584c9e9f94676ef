// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers series and hands them to core's writers.
#include "ui/screens/curves/curve_export.h"

#include "core/base/quoted_text.h"
#include "core/sample/request_text.h"

namespace bplf::ui {

CurveExport exportOf(const CurveStore& store, const std::vector<std::string>& tags, const CurveFigure& figure) {
    CurveExport what;
    what.figure = figure;
    what.tags = tags;
    what.isEveryTag = tags.size() == store.visibleTags().size();
    for (const CurveRun& run : store.runs()) {
        if (!run.isShown()) continue;
        const std::string name = run.name.toStdString();
        what.runs.push_back({name, run.path, run.followed});
        what.figure.styles[name] = run.style;
    }
    return what;
}

std::vector<ScalarSeries> seriesOf(const CurveExport& what) {
    std::vector<ScalarSeries> series;
    for (const CurveExport::Run& run : what.runs) {
        const std::lock_guard lock(run.followed->mutex);
        for (ScalarSeries one : run.followed->reader.series()) {
            one.run = run.name;
            series.push_back(std::move(one));
        }
    }
    if (what.isEveryTag) return series;
    std::vector<std::string> exact;
    for (const std::string& tag : what.tags) exact.push_back('=' + tag);
    return with_tags(std::move(series), exact);
}

Result<void> writeExport(const CurveExport& what) {
    return capture([&] {
        write_curves(std::filesystem::path(what.path.toStdU16String()), seriesOf(what), what.figure, what.pngScale);
    });
}

QString commandOf(const CurveExport& what) {
    const auto number = [](double value) { return text::format_number(value); };
    std::string command = "bplf curves";
    for (const CurveExport::Run& run : what.runs) {
        command += ' ' + shell_quote(run.path.toStdString());
    }
    if (!what.isEveryTag) {
        for (const std::string& tag : what.tags) command += " --tag " + shell_quote('=' + tag);
    }
    const CurveFigure& figure = what.figure;
    command += " --smooth " + number(figure.treatment.smoothing);
    command += " --x " + word_of(figure.treatment.x);
    if (figure.log_x) command += " --log-x";
    if (figure.log_y) command += " --log-y";
    command += " --width " + number(figure.width) + " --height " + number(figure.height);
    return QString::fromStdString(command + " --out " + shell_quote(what.path.toStdString()));
}

}  // namespace bplf::ui
