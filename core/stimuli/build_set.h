// SPDX-License-Identifier: GPL-3.0-or-later
// From a plan to a folder that an experiment can use: whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/stimuli/judge.h"
#include "core/stimuli/plan.h"
#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// What a plan would make.
struct SetEstimate {
    int identities = 0, faces = 0, pictures = 0, candidates = 0;
    std::int64_t clip_frames = 0;
    double seconds = 0;  ///< on this machine now, from one face drawn, measured and finished
    double bytes = 0;    ///< of the folder, from that picture's file
};

struct SetSummary {
    int identities = 0, faces = 0, pictures = 0, clips = 0;
    int faces_kept = 0;                   ///< drawn by a build that was stopped
    int without_landmarks = 0;            ///< faces in which the finder saw none
    double mean_error = 0, sd_error = 0;  ///< largest of mean-sd matching, in grey levels
    double histogram_error = 0;           ///< largest of histogram matching
    double clipped = 0;                   ///< largest share of a picture's shown pixels
    std::string plan_sha256;
};

/// Everything of a set but its faces. Checks what design_of() checks, and that photos and codes can be read; an error
/// leaves in `part` what it is about. Nothing is written. Makes the plan's model the engine's.
SetRecord plan_set(const Plan& plan, const std::string& plan_file, const Tools& tools, const ProgressSink& progress,
                   const std::stop_token& stop, PlanPart* part = nullptr);
/// Draws, measures and finishes one face of a planned set.
SetEstimate estimate_of(const SetRecord& set, const Tools& tools, const std::stop_token& stop);
/// Counts, time and disk of a plan that plan_set() takes. `plan_file` is named in errors.
SetEstimate estimate_set(const Plan& plan, const std::string& plan_file, const Tools& tools,
                         const std::stop_token& stop);

/// Makes the set in `out`. The same plan, model and build give the same bytes. A build that was stopped or killed is
/// gone on from when it is asked for again. Error(kInput) for what a plan cannot have, before anything is drawn, and
/// where matching would clip most of a picture; Error(kResource) where the disk is too small; Error(kInterrupted).
SetSummary build_set(const Plan& plan, const std::string& plan_file, const std::filesystem::path& out, bool force,
                     const Tools& tools, const ProgressSink& progress, const std::stop_token& stop);

/// Steps of build_set.
void draw_faces(SetRecord& set, const WorkFolder& work, const Tools& tools, SetSummary& summary,
                const ProgressSink& progress, const std::stop_token& stop);
void finish_pictures(SetRecord& set, const WorkFolder& work, SetSummary& summary, const ProgressSink& progress,
                     const std::stop_token& stop);
/// averages/ and continua/: see the README of this folder.
void write_averages(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
                    const std::stop_token& stop);
void write_continua(const SetRecord& set, const std::filesystem::path& folder, const std::stop_token& stop);
/// clips/, where the plan has them; how many.
int write_clips(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
                const ProgressSink& progress, const std::stop_token& stop);
/// Tables and texts, then SHA256SUMS of all that is there.
void write_documents(const SetRecord& set, const std::filesystem::path& folder, const std::stop_token& stop);

}  // namespace bplf::stimuli
