// SPDX-License-Identifier: GPL-3.0-or-later
// Every picture of a set into its file.
#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/image/png.h"
#include "core/publish/sheet_file.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/finishing.h"
#include "core/stimuli/stimulus_recipe.h"

namespace bplf::stimuli {
namespace {

void write_picture(const SetRecord& set, std::size_t i, const Image& picture, PictureRecord& record,
                   const std::filesystem::path& folder) {
    const std::string& file = set.design.pictures[i].file;
    if (record.clipped > kMostClipped)
        throw_input_error("Matching luminance would clip " + percent(record.clipped) + " of \"" + file + "\".",
                          "luminance", "Move \"mean\" toward 128 or lower \"sd\" in the plan.");
    record.pixel_sha256 = pixel_hash(picture);
    const Marks marks = set.marks_of(i, stimulus_recipe(set, i));
    write_png(folder / file, picture, recipe_text(marks), xmp_packet(marks));
    record.sha256 = sha256_of_file(folder / file);
}

void note_errors(const FinishedPicture& made, const PictureRecord& record, SetSummary& summary) {
    summary.mean_error = std::max(summary.mean_error, made.mean_error);
    summary.sd_error = std::max(summary.sd_error, made.sd_error);
    summary.clipped = std::max(summary.clipped, record.clipped);
    summary.histogram_error = std::max(summary.histogram_error, record.error);
}

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
    FacePoints points = scaled_points(*facts.landmarks, width / set.design.model.width,
                                      static_cast<double>(set.design.height()) / set.design.model.height);
    if (!set.design.pictures[picture].mirrored) return points;
    for (Point& point : points) point.x = width - point.x;
    std::swap(points[0], points[1]);
    std::swap(points[3], points[4]);
    return points;
}

void finish_pictures(SetRecord& set, const WorkFolder& work, SetSummary& summary, const ProgressSink& progress,
                     const std::stop_token& stop) {
    const auto report = [&](const char* stage, std::size_t done) {
        throw_if_stopped(stop);
        Progress now;
        now.stage = stage;
        now.done = static_cast<std::int64_t>(done + 1);
        now.total = static_cast<std::int64_t>(set.pictures.size());
        now.unit = "pictures";
        if (progress) progress(now);
    };
    std::vector<std::size_t> all(set.pictures.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    Finishing finishing(set, [&](std::size_t face) { return work.face(face).image; });
    finishing.measure(all, [&](std::size_t i) { report("measure", i); });
    for (const std::size_t i : all) {
        report("finish", i);
        const FinishedPicture made = finishing.make(i);
        write_picture(set, i, made.image, set.pictures[i], work.path());
        note_errors(made, set.pictures[i], summary);
    }
    write_masks(set, work.path());
}

}  // namespace bplf::stimuli
