// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/file_finish.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/stimuli/file_finish.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;
using Files = std::vector<std::filesystem::path>;

stimuli::MaskPlan mask_plan(const MaskOptions& options) {
    stimuli::MaskPlan plan;
    plan.kind = options.shape == "oval"      ? stimuli::MaskKind::kOval
                : options.shape == "ellipse" ? stimuli::MaskKind::kEllipse
                                             : stimuli::MaskKind::kNone;
    plan.edge = options.edge;
    plan.scale = options.scale;
    if (!options.axes.empty()) plan.axes = {options.axes[0], options.axes[1]};
    if (!options.centre.empty()) plan.centre = {options.centre[0], options.centre[1]};
    if (plan.kind == stimuli::MaskKind::kEllipse && !plan.axes)
        throw_usage_error("An ellipse needs its width and height.", "--axes",
                          "Give them in pixels, as in --axes 200,260.");
    if (plan.kind == stimuli::MaskKind::kEllipse && plan.edge >= std::min((*plan.axes)[0], (*plan.axes)[1]) / 2)
        throw_usage_error("The soft edge is as wide as the mask.", "--edge", "Make it narrower.");
    return plan;
}

Json stats_json(const LuminanceStats& stats) {
    return {{"mean", stats.mean}, {"sd", stats.sd}, {"pixels", stats.pixels}};
}

Json json_of(const std::vector<stimuli::FinishedFile>& files) {
    Json list = Json::array();
    for (const stimuli::FinishedFile& file : files)
        list.push_back({{"source", file.source.string()},
                        {"path", file.file.string()},
                        {"before", stats_json(file.before)},
                        {"after", stats_json(file.after)},
                        {"clipped", file.clipped},
                        {"histogram_error", file.histogram_error}});
    return list;
}

}  // namespace

int run(const MatchFilesOptions& options, Session& session) {
    if (options.histogram && (options.mean || options.sd))
        throw_usage_error("A histogram has its own mean and deviation.", "--histogram",
                          "Leave --mean and --sd out, or --histogram.");
    stimuli::LuminancePlan target;
    target.kind = options.histogram ? stimuli::LuminanceKind::kHistogram : stimuli::LuminanceKind::kMeanSd;
    target.mean = options.mean;
    target.sd = options.sd;
    std::vector<stimuli::FinishedFile> files;
    {
        ProgressView view(session.options());
        files = stimuli::match_files(Files(options.files.begin(), options.files.end()), mask_plan(options.mask), target,
                                     stimuli::steady_finder(session.engine()), options.out, session.options().force,
                                     view.sink(), session.stop());
    }
    double low = 255, high = 0, sd_low = 255, sd_high = 0;
    for (const stimuli::FinishedFile& file : files) {
        low = std::min(low, file.after.mean);
        high = std::max(high, file.after.mean);
        sd_low = std::min(sd_low, file.after.sd);
        sd_high = std::max(sd_high, file.after.sd);
    }
    session.console().result({{"schema", "bplf.match.result.v1"}, {"images", json_of(files)}},
                             options.out + ": " + plural(static_cast<long long>(files.size()), "picture") + ", mean " +
                                 fixed(low, 3) + " to " + fixed(high, 3) + ", deviation " + fixed(sd_low, 3) + " to " +
                                 fixed(sd_high, 3));
    return 0;
}

int run(const MaskFilesOptions& options, Session& session) {
    std::vector<stimuli::FinishedFile> files;
    {
        ProgressView view(session.options());
        files = stimuli::mask_files(Files(options.files.begin(), options.files.end()), mask_plan(options.mask),
                                    options.background, stimuli::steady_finder(session.engine()), options.out,
                                    session.options().force, view.sink(), session.stop());
    }
    session.console().result({{"schema", "bplf.mask.result.v1"}, {"images", json_of(files)}},
                             options.out + ": " + plural(static_cast<long long>(files.size()), "picture"));
    return 0;
}

}  // namespace bplf::cli
