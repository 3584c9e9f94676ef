// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/curves.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/plot/curve_figure.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<ScalarSeries> read_all(const CurvesOptions& options, const Session& session) {
    std::vector<ScalarSeries> all;
    for (const std::string& path : options.runs) {
        for (RunSource source : find_runs(path)) {
            throw_if_stopped(session.stop());
            RunReader reader(std::move(source), options.x_column);
            reader.poll();
            if (!reader.problem().empty()) session.console().warn(reader.problem());
            all.insert(all.end(), reader.series().begin(), reader.series().end());
        }
    }
    return all;
}

std::vector<ScalarSeries> wanted(const CurvesOptions& options, const Session& session) {
    const std::vector<ScalarSeries> all = read_all(options, session);
    std::vector<ScalarSeries> chosen = with_tags(all, options.tags);
    if (!chosen.empty()) return chosen;
    std::string tags;
    for (const ScalarSeries& series : all)
        if (tags.find(series.tag) == std::string::npos) tags += (tags.empty() ? "" : ", ") + series.tag;
    throw_input_error("No curve was found.", options.runs.front(),
                      all.empty() ? "The log holds no number yet." : "There is " + tags + '.');
}

Json series_json(const ScalarSeries& series, const std::vector<double>& smoothed) {
    Json json{{"run", series.run}, {"tag", series.tag}, {"points", series.points.size()}};
    if (series.points.empty()) return json;
    json["first_step"] = series.points.front().step;
    json["last_step"] = series.points.back().step;
    json["last"] = series.points.back().value;
    json["last_smoothed"] = smoothed.back();
    return json;
}

std::string series_text(const ScalarSeries& series, const std::vector<double>& smoothed) {
    std::string text = printable(series.run) + "  " + printable(series.tag) + "  " +
                       plural(static_cast<long long>(series.points.size()), "point");
    if (series.points.empty()) return text + '\n';
    return text + ", step " + std::to_string(series.points.front().step) + " to " +
           std::to_string(series.points.back().step) + ", last " + format_number(series.points.back().value, 6) +
           ", smoothed " + format_number(smoothed.back(), 6) + '\n';
}

CurveFigure figure_of(const CurvesOptions& options) {
    CurveFigure figure;
    figure.treatment.x = curve_x_from_word(options.x);
    figure.treatment.smoothing = options.smooth;
    figure.treatment.by_distance = options.by_distance;
    figure.log_x = options.log_x;
    figure.log_y = options.log_y;
    figure.width = options.width;
    figure.height = options.height;
    return figure;
}

}  // namespace

bool only_reads(const CurvesOptions&) {
    return true;
}

int run(const CurvesOptions& options, Session& session) {
    if (!options.out.empty()) refuse_existing(options.out, session.options().force);
    const CurveFigure figure = figure_of(options);
    const std::vector<ScalarSeries> series = wanted(options, session);
    if (!options.out.empty()) write_curves(options.out, series, figure);
    Json list = Json::array();
    std::string text;
    for (const ScalarSeries& one : series) {
        const std::vector<double> smoothed = curve_smooth(one, figure.treatment);
        list.push_back(series_json(one, smoothed));
        text += series_text(one, smoothed);
    }
    Json json{{"schema", "bplf.curves.result.v1"}, {"smooth", options.smooth}, {"series", list}};
    if (!options.out.empty()) {
        json["out"] = options.out;
        text = options.out + ": " + plural(static_cast<long long>(series.size()), "curve");
    }
    session.console().result(json, text);
    return 0;
}

}  // namespace bplf::cli
