// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/build_set.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/plot/drawing.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/stimulus_recipe.h"

namespace bplf::stimuli {
namespace {

using Clock = std::chrono::steady_clock;

/// Below this share of free disk beyond the estimate nothing is begun.
constexpr double kSpareDisk = 1.2;

std::string plan_text(const Plan& plan) {
    return to_json(plan).dump(2) + "\n";
}

JudgeFacts facts_of(const Judge& judge) {
    return {judge.name(), judge.sha256(), judge.labels(), judge.accuracy(), judge.accuracy_per_label()};
}

void say(PlanPart* part, PlanPart now) {
    if (part != nullptr) *part = now;
}

}  // namespace

SetRecord plan_set(const Plan& asked, const std::string& where, const Tools& tools, const ProgressSink& progress,
                   const std::stop_token& stop, PlanPart* part) {
    say(part, PlanPart::kModel);
    // A plan of an earlier default is drawn by the weights that it names.
    const ModelInfo model = tools.engine->use_model(model_that_drew(asked.model, asked.model_sha256)).value_or_throw();
    const Plan plan = completed(asked, model, where, part);
    say(part, PlanPart::kIdentities);
    FoundIdentities found = find_identities(plan, model, where, tools, progress, stop);
    SetRecord set;
    say(part, PlanPart::kNames);
    set.design = design_of(plan, model, std::move(found.identities), where);
    set.candidates = std::move(found.candidates);
    set.plan_sha256 = hash_of(plan_text(plan));
    set.target = plan.luminance;
    if (tools.judge) set.judge = facts_of(*tools.judge);
    set.faces.resize(set.design.faces.size());
    set.pictures.resize(set.design.pictures.size());
    if (plan.contact_sheet && !can_draw())
        throw Error(ErrorKind::kResource, "This build draws no contact sheets, for it was made without Cairo.", where,
                    "Set \"contact_sheet\" to false in the plan.");
    return set;
}

namespace {

/// What decides over the bytes of the drawn faces.
std::string key_of(const SetRecord& set) {
    nlohmann::json key{
        {"plan", set.plan_sha256}, {"build", BPLF_VERSION}, {"judge", set.judge ? set.judge->sha256 : ""}};
    for (const Identity& identity : set.design.identities) {
        if (identity.kind == IdentityEntry::Kind::kSeeds) continue;
        Sha256 hash;
        for (const auto& level : identity.code->levels) hash.update(std::as_bytes(std::span(level)));
        key["codes"].push_back(hash.hex());
    }
    return key.dump();
}

void save_codes(const SetRecord& set, const std::filesystem::path& folder) {
    std::vector<Latent> codes;
    for (const Identity& identity : set.design.identities) {
        if (identity.kind == IdentityEntry::Kind::kSeeds) continue;
        codes.push_back(*identity.code);
        codes.back().metadata["source"] = identity.source;
    }
    if (!codes.empty()) save_latent(folder / kCodesFile, codes);
}

std::int64_t frames_of(const Design& design) {
    if (!design.plan.clips) return 0;
    return static_cast<std::int64_t>(design.identities.size() * design.expressions.size()) * design.plan.clips->frames;
}

/// One face from start to end, timed.
void measure_one(const SetRecord& set, const Tools& tools, SetEstimate& estimate, const std::stop_token& stop) {
    const auto start = Clock::now();
    const Design& design = set.design;
    const Identity& identity = design.identities.front();
    Image drawn;
    const CellSink sink = [&](Cell cell) { drawn = std::move(cell.image); };
    tools.engine->decode_all({{identity.code, identity.neutral}}, sink, stop).value_or_throw();
    landmarks_of(drawn, tools.find_faces);
    if (tools.judge) tools.judge->probabilities(drawn);
    const double drawing = std::chrono::duration<double>(Clock::now() - start).count();
    Finish finish;
    finish.width = design.width();
    finish.height = design.height();
    const Image picture = finished(drawn, finish);
    const double bytes = static_cast<double>(encode_png(picture).size());
    const double total = std::chrono::duration<double>(Clock::now() - start).count();
    // Strips and averages hold each picture once more; a sheet of them is smaller.
    estimate.bytes = 2.2 * bytes * estimate.pictures + bytes * static_cast<double>(estimate.clip_frames);
    estimate.seconds = drawing * estimate.faces + 3 * (total - drawing) * estimate.pictures +
                       total * static_cast<double>(estimate.clip_frames);
}

}  // namespace

SetEstimate estimate_of(const SetRecord& set, const Tools& tools, const std::stop_token& stop) {
    SetEstimate estimate;
    estimate.identities = static_cast<int>(set.design.identities.size());
    estimate.faces = static_cast<int>(set.design.faces.size());
    estimate.pictures = static_cast<int>(set.design.pictures.size());
    estimate.candidates = static_cast<int>(set.candidates.size());
    estimate.clip_frames = frames_of(set.design);
    measure_one(set, tools, estimate, stop);
    return estimate;
}

namespace {

void check_disk(double bytes, const std::filesystem::path& out) {
    std::error_code problem;
    const auto parent = std::filesystem::absolute(out).parent_path();
    const auto space = std::filesystem::space(parent, problem);
    if (problem || static_cast<double>(space.available) > kSpareDisk * bytes) return;
    throw Error(ErrorKind::kResource,
                "The set needs about " + fixed(bytes / 1e6, 0) + " MB and the disk has " +
                    fixed(static_cast<double>(space.available) / 1e6, 0) + " MB left.",
                parent.string(), "Free some disk space or choose another folder.");
}

}  // namespace

SetEstimate estimate_set(const Plan& plan, const std::string& plan_file, const Tools& tools,
                         const std::stop_token& stop) {
    return estimate_of(plan_set(plan, plan_file, tools, {}, stop), tools, stop);
}

SetSummary build_set(const Plan& plan, const std::string& plan_file, const std::filesystem::path& out, bool force,
                     const Tools& tools, const ProgressSink& progress, const std::stop_token& stop) {
    // Said before anything is computed, and again by the folder.
    if (std::filesystem::exists(out)) refuse_existing(out, force);
    SetRecord set = plan_set(plan, plan_file, tools, progress, stop);
    check_disk(estimate_of(set, tools, stop).bytes, out);
    WorkFolder work(out, key_of(set), force);
    SetSummary summary;
    summary.identities = static_cast<int>(set.design.identities.size());
    summary.faces = static_cast<int>(set.faces.size());
    summary.pictures = static_cast<int>(set.pictures.size());
    summary.plan_sha256 = set.plan_sha256;
    write_file(work.path() / "plan.json", plan_text(set.design.plan));
    save_codes(set, work.path());
    draw_faces(set, work, tools, summary, progress, stop);
    finish_pictures(set, work, summary, progress, stop);
    write_averages(set, work.path(), tools, stop);
    write_continua(set, work.path(), stop);
    summary.clips = write_clips(set, work.path(), tools, progress, stop);
    write_documents(set, work.path(), stop);
    work.appear();
    return summary;
}

}  // namespace bplf::stimuli
