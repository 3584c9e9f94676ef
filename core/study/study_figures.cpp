// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_figures.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

#include "core/flow/checkpoint.h"
#include "core/image/image_tensor.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/io/curve_figure.h"
#include "core/ops/dequantise.h"
#include "core/sample/codes.h"
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

/// Faces of seeds 1 …, one label row for each of `labels` (h rows).
std::vector<Image> draw(const fs::path& run, const at::Tensor& labels, std::int64_t columns) {
    const at::NoGradGuard no_grad;
    const auto checkpoint = flow::load_checkpoint(run / "last" / "model.safetensors");
    flow::Model& model = *checkpoint.model;
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(columns));
    std::iota(seeds.begin(), seeds.end(), 1);
    std::vector<Image> faces;
    for (std::int64_t row = 0; row < labels.size(0); ++row) {
        const auto eps = codes_from_seeds(seeds, model.code_shapes(), default_temperature(model));
        const at::Tensor h =
            model.conditional() ? labels[row].expand({columns, -1}).contiguous() : at::Tensor();
        const at::Tensor x = model.decode(eps, h).x;
        for (Image& face : to_images(ops::quantise(x, model.config().n_bits)))
            faces.push_back(std::move(face));
    }
    return faces;
}

fs::path write_sheet(const fs::path& path, const std::vector<Image>& faces) {
    write_png(path,
              make_sheet(faces, {.columns = static_cast<int>(kColumns), .scale = kEnlargement}));
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
    const std::vector<fs::path> files{request.out / "figure7.svg", request.out / "figure7.png"};
    for (const fs::path& file : files) write_curves(file, series, figure);
    return files;
}

}  // namespace

std::vector<fs::path> write_figure(const std::string& figure, const StudyRequest& request,
                                   const StudyReport& report) {
    if (figure == "figure7") return curves(request, report);
    const auto found = std::ranges::find(report.sets, "faces", &StudySet::name);
    const auto labels = static_cast<std::int64_t>(std::max<std::size_t>(1, found->labels.size()));
    std::vector<fs::path> files;
    for (const StudyRow& row : rows_of_figure(figure)) {
        if (diverged(report, row.id)) continue;
        const bool unlabelled = figure == "figure9";
        // The mean label is what label dropout trained as "no label".
        const at::Tensor rows =
            unlabelled ? at::full({1, labels}, 1.0 / static_cast<double>(labels)) : at::eye(labels);
        const std::string name = figure == "figure8" ? figure + "-" + row.system : figure;
        files.push_back(
            write_sheet(request.out / (name + ".png"),
                        draw(run_of(request, row.id), rows, unlabelled ? kUnlabelled : kColumns)));
    }
    return files;
}

}  // namespace bplf
