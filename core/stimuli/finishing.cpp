// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/finishing.h"

#include <algorithm>
#include <cmath>

#include "core/face/align.h"

namespace bplf::stimuli {
namespace {

/// The mask of an identity, the same for all its pictures so that it tells nothing of the expression: about its first
/// face, or where the finder saw none, about the place of faces in training crops.
MaskShape identity_mask(const SetRecord& set, int identity) {
    const Design& design = set.design;
    const int width = design.width(), height = design.height();
    if (design.plan.mask.kind == MaskKind::kEllipse) return ellipse_of(design.plan.mask, width, height);
    const auto first = std::ranges::find(design.faces, identity, &DesignedFace::identity);
    const FaceFacts& facts = set.faces[static_cast<std::size_t>(first - design.faces.begin())];
    const FacePoints points = facts.landmarks
                                  ? scaled_points(*facts.landmarks, static_cast<double>(width) / design.model.width,
                                                  static_cast<double>(height) / design.model.height)
                                  : scaled_points(crop_template(), width, height);
    return oval_around(points, design.plan.mask.scale, design.plan.mask.edge, width, height);
}

/// How each picture is finished but for its light.
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

}  // namespace

FacePoints scaled_points(const FacePoints& points, double x, double y) {
    FacePoints result = points;
    for (Point& point : result) {
        point.x *= x;
        point.y *= y;
    }
    return result;
}

Finishing::Finishing(SetRecord& set, FaceSource faces) : set_(set), faces_(std::move(faces)) {
    plan_finishes(set_);
}

void Finishing::measure(const std::vector<std::size_t>& pictures, const std::function<void(std::size_t)>& report) {
    double mean = 0, sd = 0;
    const double n = static_cast<double>(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        report(i);
        PictureRecord& record = set_.pictures[pictures[i]];
        const Image image = enlarged(face(pictures[i]), record.finish), mask = mask_of(record.finish);
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

FinishedPicture Finishing::make(std::size_t picture) const {
    PictureRecord& record = set_.pictures[picture];
    const Image drawn = face(picture);
    const Image mask = mask_of(record.finish);
    FinishedPicture made;
    if (set_.target.kind == LuminanceKind::kMeanSd) {
        const LinearMatch match =
            match_mean_sd(enlarged(drawn, record.finish), mask, *set_.target.mean, *set_.target.sd);
        record.finish.linear = match.change;
        record.clipped = match.clipped;
        made.mean_error = std::abs(match.after.mean - *set_.target.mean);
        made.sd_error = std::abs(match.after.sd - *set_.target.sd);
    }
    if (set_.target.kind == LuminanceKind::kHistogram) record.finish.histogram = histogram_;
    made.image = finished(drawn, record.finish);
    record.after = luminance_of(made.image, mask);
    if (record.finish.histogram) record.error = histogram_error(made.image, mask, *record.finish.histogram);
    return made;
}

Image Finishing::face(std::size_t picture) const {
    return faces_(static_cast<std::size_t>(set_.design.pictures[picture].face));
}

}  // namespace bplf::stimuli
