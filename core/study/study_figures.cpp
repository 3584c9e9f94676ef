// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_figures.h"

#include <torch/types.h>

#include <algorithm>

#include "core/flow/checkpoint.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/plot/curve_figure.h"
#include "core/train/sample_sheet.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kColumns = 8, kUnlabelled = 64;
constexpr int kEnlargement = 3;

fs::path run_of(const StudyRequest& request, const std::string& row) {
    return request.out / "trials" / "faces" / row / "seed1" / "run";
}

bool diverged(const StudyReport& report, const std::string& row) {
    return std::ranges::any_of(report.trials, [&](const TrialResult& t) {
        return t.row == row && t.set == "faces" && t.seed == 1 && t.diverged;
    });
}

std::vector<Image> draw(const fs::path& run, const at::Tensor& labels, std::int64_t columns) {
    const auto checkpoint = flow::load_checkpoint(run / "last" / "model.safetensors");
    return draw_rows(*checkpoint.model, labels, columns);
}

fs::path write_sheet(const fs::path& path, const std::vector<Image>& faces) {
    write_png(path, make_sheet(faces, {.columns = static_cast<int>(kColumns), .scale = kEnlargement}));
    return path;
}

std::vector<fs::path> curves(const StudyRequest& request, const StudyReport& report) {
    std::vector<ScalarSeries> series;
    for (const StudyRow& row : rows_of_figure("figure7")) {
        if (diverged(report, row.id)) continue;
        const RunSource source{row.title, run_of(request, row.id) / "scalars.csv", RunKind::kCsv};
        for (ScalarSeries& each : with_tags(read_run(source), {"=train/bits_per_dim"}))
            series.push_back(std::move(each));
    }
    if (series.empty()) return {};
    CurveFigure figure;
    figure.show_raw = false;
    // Where figures cannot be drawn, the lines are at least there as numbers.
    const std::vector<fs::path> files = can_draw()
                                            ? std::vector{request.out / "figure7.svg", request.out / "figure7.png"}
                                            : std::vector{request.out / "figure7.csv"};
    for (const fs::path& file : files) write_curves(file, series, figure);
    return files;
}

}  // namespace

std::vector<fs::path> write_figure(const std::string& figure, const StudyRequest& request, const StudyReport& report) {
    if (figure == "figure7") return curves(request, report);
    const auto found = std::ranges::find(report.sets, "faces", &StudySet::name);
    const auto labels = static_cast<std::int64_t>(std::max<std::size_t>(1, found->labels.size()));
    std::vector<fs::path> files;
    for (const StudyRow& row : rows_of_figure(figure)) {
        if (diverged(report, row.id)) continue;
        const bool unlabelled = figure == "figure9";
        // The mean label is what label dropout trained as "no label".
        const at::Tensor rows = unlabelled ? at::full({1, labels}, 1.0 / static_cast<double>(labels)) : at::eye(labels);
        const std::string name = figure == "figure8" ? figure + "-" + row.system : figure;
        files.push_back(write_sheet(request.out / (name + ".png"),
                                    draw(run_of(request, row.id), rows, unlabelled ? kUnlabelled : kColumns)));
    }
    return files;
}

}  // namespace bplf
