// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/file_finish.h"

#include <algorithm>
#include <functional>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/image/photo.h"
#include "core/image/png.h"
#include "core/publish/sheet_file.h"
#include "core/stimuli/finish.h"

namespace bplf::stimuli {
namespace {

/// The mask of a picture; empty without one.
Image mask_for(const Image& image, const MaskPlan& plan, const FaceFinder& find_faces, const std::string& file) {
    if (plan.kind == MaskKind::kNone) return {};
    if (plan.kind == MaskKind::kEllipse) {
        const MaskShape shape = ellipse_of(plan, image.width, image.height);
        if (!fits(shape, image.width, image.height))
            throw_input_error("The mask is larger than this picture of " + std::to_string(image.width) + "×" +
                                  std::to_string(image.height) + " pixels, or reaches over its edge.",
                              file, "Make it smaller, or move it.");
        return draw_mask(image.width, image.height, shape);
    }
    const std::vector<Face> faces = find_faces(image);
    if (faces.empty() || !faces.front().landmarks)
        throw_input_error("No face was found in this picture for an oval.", file,
                          "Use an ellipse, or leave the picture out.");
    return draw_mask(image.width, image.height,
                     oval_around(*faces.front().landmarks, plan.scale, plan.edge, image.width, image.height));
}

/// Files with what is done to them, in two passes: nothing is written before the first went well over all.
class FilePass {
  public:
    FilePass(const std::vector<std::filesystem::path>& files, const std::filesystem::path& out, bool force,
             const ProgressSink& progress, const std::stop_token& stop)
        : progress_(progress), stop_(stop) {
        std::set<std::string> names;
        for (const auto& file : files) {
            auto name = file.filename();
            name.replace_extension(".png");
            if (!names.insert(name.string()).second)
                throw_usage_error("Two files would become \"" + name.string() + "\".", file.string(),
                                  "Give them different names.");
            refuse_existing(out / name, force);
            results_.push_back({file, out / name, {}, {}, 0, 0});
        }
        if (files.empty()) throw_usage_error("There are no pictures.", "files", "Name one or more.");
        out_ = out;
    }

    /// work(picture, result) for each; a picture that comes back is written.
    void run(const char* stage, bool writes, const std::function<Image(const Image&, FinishedFile&)>& work) {
        if (writes) make_folder(out_);
        Progress report;
        report.stage = stage;
        report.total = static_cast<std::int64_t>(results_.size());
        report.unit = "pictures";
        for (FinishedFile& result : results_) {
            throw_if_stopped(stop_);
            const Image image = work(read_photo(result.source), result);
            if (writes) write_png(result.file, image);
            ++report.done;
            if (progress_) progress_(report);
        }
    }

    std::vector<FinishedFile>& results() { return results_; }

  private:
    std::vector<FinishedFile> results_;
    std::filesystem::path out_;
    const ProgressSink& progress_;
    const std::stop_token& stop_;
};

/// What the pictures are to become: given, or their own means.
struct Target {
    double mean = 0, sd = 0;
    LuminanceHistogram histogram{};
};

Image matched(const Image& image, const Image& mask, LuminanceKind kind, const Target& target, FinishedFile& result) {
    if (kind == LuminanceKind::kHistogram) {
        Image changed_image = match_histogram(image, mask, target.histogram);
        result.histogram_error = histogram_error(changed_image, mask, target.histogram);
        return changed_image;
    }
    const LinearMatch match = match_mean_sd(image, mask, target.mean, target.sd);
    result.clipped = match.clipped;
    if (match.clipped > kMostClipped)
        throw_input_error("Matching luminance would clip " + percent(match.clipped) + " of this picture.",
                          result.source.string(), "Move the mean toward 128 or lower the deviation.");
    return changed(image, match.change);
}

}  // namespace

std::vector<FinishedFile> match_files(const std::vector<std::filesystem::path>& files, const MaskPlan& mask,
                                      const LuminancePlan& luminance, const FaceFinder& find_faces,
                                      const std::filesystem::path& out, bool force, const ProgressSink& progress,
                                      const std::stop_token& stop) {
    FilePass pass(files, out, force, progress, stop);
    Target target;
    const double n = static_cast<double>(files.size());
    pass.run("measure", false, [&](const Image& image, FinishedFile& result) {
        const Image shown = mask_for(image, mask, find_faces, result.source.string());
        result.before = luminance_of(image, shown);
        target.mean += result.before.mean / n;
        target.sd += result.before.sd / n;
        const LuminanceHistogram own = luminance_histogram(image, shown);
        for (std::size_t bin = 0; bin < own.size(); ++bin) target.histogram[bin] += own[bin] / n;
        return Image();
    });
    target.mean = luminance.mean.value_or(target.mean);
    target.sd = luminance.sd.value_or(target.sd);
    const auto work = [&](const Image& image, FinishedFile& result) {
        const Image shown = mask_for(image, mask, find_faces, result.source.string());
        Image done = matched(image, shown, luminance.kind, target, result);
        result.after = luminance_of(done, shown);
        return done;
    };
    pass.run("try", false, work);
    pass.run("match", true, work);
    return pass.results();
}

std::vector<FinishedFile> mask_files(const std::vector<std::filesystem::path>& files, const MaskPlan& mask,
                                     int background, const FaceFinder& find_faces, const std::filesystem::path& out,
                                     bool force, const ProgressSink& progress, const std::stop_token& stop) {
    FilePass pass(files, out, force, progress, stop);
    const auto work = [&](const Image& image, FinishedFile& result) {
        const Image shown = mask_for(image, mask, find_faces, result.source.string());
        result.before = luminance_of(image, shown);
        result.after = result.before;
        return shown.empty() ? image : masked(image, shown, static_cast<std::uint8_t>(background));
    };
    pass.run("look", false, work);
    pass.run("mask", true, work);
    return pass.results();
}

}  // namespace bplf::stimuli
