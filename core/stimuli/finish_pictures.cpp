// SPDX-License-Identifier: GPL-3.0-or-later
// Masks and luminance of a whole set: measured in a first pass over the faces, matched and written in a second one.
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/face/align.h"
#include "core/image/png.h"
#include "core/publish/sheet_file.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/stimulus_recipe.h"

namespace bplf::stimuli {
namespace {

constexpr double kMostClipped = 0.5;

FacePoints scaled(const FacePoints& points, double x, double y) {
    FacePoints result = points;
    for (Point& point : result) {
        point.x *= x;
        point.y *= y;
    }
    return result;
}

/// The mask of an identity, the same for all its pictures so that it tells nothing of the expression: about its first
/// face, or where the finder saw none, about the place of faces in training crops.
MaskShape identity_mask(const SetRecord& set, int identity) {
    const Design& design = set.design;
    const int width = design.width(), height = design.height();
    if (design.plan.mask.kind == MaskKind::kEllipse) return ellipse_of(design.plan.mask, width, height);
    const auto first = std::ranges::find(design.faces, identity, &DesignedFace::identity);
    const FaceFacts& facts = set.faces[static_cast<std::size_t>(first - design.faces.begin())];
    const FacePoints points = facts.landmarks
                                  ? scaled(*facts.landmarks, static_cast<double>(width) / design.model.width,
                                           static_cast<double>(height) / design.model.height)
                                  : scaled(crop_template(), width, height);
    return oval_around(points, design.plan.mask.scale, design.plan.mask.edge, width, height);
}

void plan_finishes(SetRecord& set) {
    const Plan& plan = set.design.plan;
    std::vector<std::optional<MaskShape>> masks(set.design.identities.size());
    for (std::size_t i = 0; i < masks.size() && plan.mask.kind != MaskKind::kNone; ++i)
        masks[i] = identity_mask(set, static_cast<int>(i));
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        Finish& finish = set.pictures[i].finish;
        finish.width = set.design.width();
        finish.height = set.design.height();
        finish.filter = filter_named(plan.filter);
        finish.mirrored = set.design.pictures[i].mirrored;
        finish.background = plan.background;
        finish.mask = masks[static_cast<std::size_t>(set.face_of(i).identity)];
        if (finish.mask && finish.mirrored) finish.mask = mirrored(*finish.mask, finish.width);
    }
}

class Finishing {
  public:
    Finishing(SetRecord& set, const WorkFolder& work, SetSummary& summary, const ProgressSink& progress,
              const std::stop_token& stop)
        : set_(set), work_(work), summary_(summary), sink_(progress), stop_(stop) {}

    void run() {
        plan_finishes(set_);
        measure();
        for (std::size_t i = 0; i < set_.pictures.size(); ++i) {
            report("finish", i);
            write(i);
        }
    }

  private:
    Image face(std::size_t picture) const {
        return work_.face(static_cast<std::size_t>(set_.design.pictures[picture].face)).image;
    }

    void report(const char* stage, std::size_t done) {
        throw_if_stopped(stop_);
        Progress progress;
        progress.stage = stage;
        progress.done = static_cast<std::int64_t>(done + 1);
        progress.total = static_cast<std::int64_t>(set_.pictures.size());
        progress.unit = "pictures";
        if (sink_) sink_(progress);
    }

    /// Before matching; and from it the set's own mean, deviation and histogram.
    void measure() {
        double mean = 0, sd = 0;
        const double n = static_cast<double>(set_.pictures.size());
        for (std::size_t i = 0; i < set_.pictures.size(); ++i) {
            report("measure", i);
            PictureRecord& record = set_.pictures[i];
            const Image image = enlarged(face(i), record.finish), mask = mask_of(record.finish);
            record.before = luminance_of(image, mask);
            mean += record.before.mean / n;
            sd += record.before.sd / n;
            if (set_.target.kind != LuminanceKind::kHistogram) continue;
            const LuminanceHistogram own = luminance_histogram(image, mask);
            for (std::size_t bin = 0; bin < own.size(); ++bin) histogram_[bin] += own[bin] / n;
        }
        if (set_.target.kind != LuminanceKind::kMeanSd) return;
        set_.target.mean = set_.target.mean.value_or(mean);
        set_.target.sd = set_.target.sd.value_or(sd);
    }

    void match(PictureRecord& record, const Image& drawn) {
        const Image image = enlarged(drawn, record.finish), mask = mask_of(record.finish);
        if (set_.target.kind == LuminanceKind::kMeanSd) {
            const LinearMatch match = match_mean_sd(image, mask, *set_.target.mean, *set_.target.sd);
            record.finish.linear = match.change;
            record.clipped = match.clipped;
            summary_.mean_error = std::max(summary_.mean_error, std::abs(match.after.mean - *set_.target.mean));
            summary_.sd_error = std::max(summary_.sd_error, std::abs(match.after.sd - *set_.target.sd));
            summary_.clipped = std::max(summary_.clipped, match.clipped);
        }
        if (set_.target.kind == LuminanceKind::kHistogram) record.finish.histogram = histogram_;
    }

    void write(std::size_t i) {
        PictureRecord& record = set_.pictures[i];
        const Image drawn = face(i);
        match(record, drawn);
        const std::string& file = set_.design.pictures[i].file;
        if (record.clipped > kMostClipped)
            throw_input_error("Matching luminance would clip " + percent(record.clipped) + " of \"" + file + "\".",
                              "luminance", "Move \"mean\" toward 128 or lower \"sd\" in the plan.");
        const Image picture = finished(drawn, record.finish);
        const Image mask = mask_of(record.finish);
        record.after = luminance_of(picture, mask);
        if (record.finish.histogram) {
            record.error = histogram_error(picture, mask, *record.finish.histogram);
            summary_.histogram_error = std::max(summary_.histogram_error, record.error);
        }
        record.pixel_sha256 = pixel_hash(picture);
        const auto path = work_.path() / file;
        write_png(path, picture, stimulus_recipe(set_, i));
        record.sha256 = sha256_of_file(path);
    }

    SetRecord& set_;
    const WorkFolder& work_;
    SetSummary& summary_;
    const ProgressSink& sink_;
    const std::stop_token& stop_;
    LuminanceHistogram histogram_{};
};

/// masks/: what each identity's pictures show whole is 255.
void write_masks(const SetRecord& set, const std::filesystem::path& folder) {
    if (set.design.plan.mask.kind == MaskKind::kNone) return;
    make_folder(folder / "masks");
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        const auto file = folder / "masks" /
                          (set.identity_of(i).name + (set.design.pictures[i].mirrored ? "_mirrored" : "") + ".png");
        if (!std::filesystem::exists(file)) write_png(file, mask_of(set.pictures[i].finish));
    }
}

}  // namespace

std::optional<FacePoints> points_in(const SetRecord& set, std::size_t picture) {
    const FaceFacts& facts = set.facts_of(picture);
    if (!facts.landmarks) return std::nullopt;
    const double width = set.design.width();
    FacePoints points = scaled(*facts.landmarks, width / set.design.model.width,
                               static_cast<double>(set.design.height()) / set.design.model.height);
    if (!set.design.pictures[picture].mirrored) return points;
    for (Point& point : points) point.x = width - point.x;
    std::swap(points[0], points[1]);
    std::swap(points[3], points[4]);
    return points;
}

void finish_pictures(SetRecord& set, const WorkFolder& work, SetSummary& summary, const ProgressSink& progress,
                     const std::stop_token& stop) {
    Finishing(set, work, summary, progress, stop).run();
    write_masks(set, work.path());
}

}  // namespace bplf::stimuli
