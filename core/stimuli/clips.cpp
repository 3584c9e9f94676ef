// SPDX-License-Identifier: GPL-3.0-or-later
// Films from neutral to a level, frame by frame finished as the pictures are.
#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/quoted_text.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/io/film_writer.h"
#include "core/publish/film_file.h"
#include "core/publish/sheet_file.h"
#include "core/sample/request_text.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/tables.h"

namespace bplf::stimuli {
namespace {

/// Percent of the frame, counted from 0.
double level_of(const ClipPlan& plan, int frame) {
    if (frame <= plan.hold || plan.frames - 1 <= plan.hold) return frame <= plan.hold ? 0 : plan.level;
    return static_cast<double>(plan.level) * (frame - plan.hold) / (plan.frames - 1 - plan.hold);
}

/// The finish of an identity's first picture, with matching of the frame's own.
Image finished_frame(const SetRecord& set, const Image& drawn, Finish finish) {
    finish.linear.reset();
    if (set.target.kind == LuminanceKind::kMeanSd)
        finish.linear =
            match_mean_sd(enlarged(drawn, finish), mask_of(finish), *set.target.mean, *set.target.sd).change;
    return finished(drawn, finish);
}

class ClipWriter {
  public:
    ClipWriter(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
               const std::stop_token& stop)
        : set_(set), plan_(*set.design.plan.clips), folder_(folder / "clips"), tools_(tools), stop_(stop) {}

    void write(int identity, int expression) {
        const std::string name = name_of(identity, expression);
        if (std::filesystem::exists(folder_ / name)) return;  // of a build that was stopped
        const auto frames = folder_ / (name + ".partial");
        make_folder(frames);
        std::unique_ptr<FilmWriter> film;
        if (plan_.mp4)
            film = make_film_writer(folder_ / (name + ".mp4"), set_.design.width(), set_.design.height(), plan_.fps);
        const Finish& finish = first_finish(identity);
        const CellSink sink = [&](const Cell& cell) {
            const Image picture = finished_frame(set_, cell.image, finish);
            write_png(frame_file(frames, cell.index, plan_.frames), picture);
            if (film) film->add(picture);
        };
        tools_.engine->decode_all(jobs_of(identity, expression), sink, stop_).value_or_throw();
        if (film) film->finish(stop_);
        std::filesystem::rename(frames, folder_ / name);
    }

    std::string row(int identity, int expression) const {
        const std::string name = name_of(identity, expression);
        return csv_cell(name) + "," + (plan_.mp4 ? csv_cell(name + ".mp4") : "") + "," +
               csv_cell(set_.design.identities[static_cast<std::size_t>(identity)].name) + "," +
               csv_cell(set_.design.expressions[static_cast<std::size_t>(expression)].name) + "," +
               std::to_string(plan_.level) + "," + std::to_string(plan_.frames) + "," + text::format_number(plan_.fps) +
               "," + std::to_string(plan_.hold + 2) + "," + fixed((plan_.hold + 1) / plan_.fps, 6) + "\n";
    }

  private:
    std::string name_of(int identity, int expression) const {
        return set_.design.expressions[static_cast<std::size_t>(expression)].name + "_" +
               set_.design.identities[static_cast<std::size_t>(identity)].name;
    }

    const Finish& first_finish(int identity) const {
        for (std::size_t i = 0; i < set_.pictures.size(); ++i) {
            if (set_.face_of(i).identity == identity) return set_.pictures[i].finish;
        }
        throw Error(ErrorKind::kInternal, "an identity without a picture");
    }

    std::vector<CodeAndLook> jobs_of(int identity, int expression) const {
        const Identity& who = set_.design.identities[static_cast<std::size_t>(identity)];
        const Expression& what = set_.design.expressions[static_cast<std::size_t>(expression)];
        std::vector<CodeAndLook> jobs;
        for (int frame = 0; frame < plan_.frames; ++frame)
            jobs.push_back({who.code, look_between(who.neutral, what.mix, *set_.design.plan.intensity,
                                                   level_of(plan_, frame), set_.design.model.labels)});
        return jobs;
    }

    const SetRecord& set_;
    const ClipPlan& plan_;
    std::filesystem::path folder_;
    const Tools& tools_;
    const std::stop_token& stop_;
};

}  // namespace

int write_clips(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
                const ProgressSink& progress, const std::stop_token& stop) {
    if (!set.design.plan.clips) return 0;
    make_folder(folder / "clips");
    ClipWriter writer(set, folder, tools, stop);
    const int identities = static_cast<int>(set.design.identities.size()),
              expressions = static_cast<int>(set.design.expressions.size());
    Progress report;
    report.stage = "clips";
    report.total = std::int64_t{identities} * expressions;
    report.unit = "clips";
    std::string table = "frames,file,identity,emotion,level,frame_count,fps,onset_frame,onset_seconds\n";
    for (int identity = 0; identity < identities; ++identity) {
        for (int expression = 0; expression < expressions; ++expression) {
            throw_if_stopped(stop);
            writer.write(identity, expression);
            table += writer.row(identity, expression);
            ++report.done;
            if (progress) progress(report);
        }
    }
    write_file(folder / "clips" / "clips.csv", table);
    return static_cast<int>(report.done);
}

}  // namespace bplf::stimuli
