// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/sample_metrics.h"
#include "core/flow/registry.h"
#include "core/nn/classifier_file.h"
#include "core/study/study_figures.h"
#include "core/study/study_report.h"
#include "core/study/trial_config.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/// Of a time budget; the rest goes into preparing data, evaluating and writing.
constexpr double kTrainingShare = 0.6;
constexpr double kSecondsWorthThreeSeeds = 60;
constexpr std::int64_t kImagesWorthThreeSeeds = 10000;
constexpr int kSeeds = 3;
/// More than any system here sees in a second on a processor: images beyond would never be drawn.
constexpr double kMostImagesPerSecond = 2000;
constexpr std::int64_t kFewestTraining = 1024, kFewestHeldOut = 128, kMostHeldOut = 2000;

const StudyTable* table_named(const std::string& id) {
    for (const StudyTable& table : paper_tables())
        if (table.id == id) return &table;
    return nullptr;
}

std::vector<std::string> sets_of(const StudyRequest& request) {
    const bool only_figures =
        std::ranges::none_of(request.targets, [](const std::string& t) { return table_named(t) != nullptr; });
    if (!request.sets.empty()) return request.sets;
    return only_figures ? std::vector<std::string>{"faces"} : study_set_names();
}

/// Each row and set once, whatever targets share it; matched rows after the ones they are matched
/// to.
std::vector<std::pair<StudyRow, std::string>> rows_and_sets(const StudyRequest& request) {
    std::vector<std::pair<StudyRow, std::string>> all;
    std::set<std::string> seen;
    const auto add = [&](const StudyRow& row, const std::string& set) {
        if (seen.insert(row.id + "/" + set).second) all.emplace_back(row, set);
    };
    for (const std::string& target : request.targets) {
        if (const StudyTable* table = table_named(target)) {
            for (const std::string& set : sets_of(request))
                for (const StudyRow& row : table->rows) add(row, set);
        }
        for (const StudyRow& row : rows_of_figure(target)) add(row, "faces");
    }
    return all;
}

int seeds_for(const StudyRequest& request, std::size_t rows) {
    if (request.seeds > 0) return request.seeds;
    const double share = request.budget.seconds * kTrainingShare / static_cast<double>(rows * kSeeds);
    const bool worth = request.budget.images >= kImagesWorthThreeSeeds || share >= kSecondsWorthThreeSeeds;
    return worth ? kSeeds : 1;
}

TrialBudget trial_budget(const StudyRequest& request, std::size_t trials) {
    TrialBudget budget;
    budget.batch_size = request.batch_size;
    budget.images = request.budget.images;
    budget.seconds = request.budget.seconds * kTrainingShare / static_cast<double>(trials);
    return budget;
}

StudySetLimits limits_of(const TrialBudget& budget) {
    const auto images =
        budget.images > 0 ? budget.images : static_cast<std::int64_t>(budget.seconds * kMostImagesPerSecond);
    // Evaluating, with its draws of noise, must not take longer than training; a time's images are an upper bound.
    const std::int64_t held_out = images / (budget.images > 0 ? 10 : 100);
    return {std::max(kFewestTraining, images), std::clamp(held_out, kFewestHeldOut, kMostHeldOut)};
}

/// Of the judge's file: another judge sees other faces.
std::string judge_hash(const StudyRequest& request) {
    return request.judge.empty() ? "none" : nn::load_classifier(request.judge).sha256;
}

/// Error(kInput) when the judge does not fit, before the first training rather than after it.
void check_judge(const StudyRequest& request, const std::vector<StudySet>& sets) {
    if (request.judge.empty()) return;
    const nn::StoredClassifier judge = nn::load_classifier(request.judge);
    for (const StudySet& set : sets) {
        if (set.labels.empty()) continue;
        const Dataset dataset = Dataset::open(set.raw);
        labelled_images(dataset, dataset.rows(Split::kValidation), judge.model->options());
    }
}

/// Claims the folder for this request. More seeds may be added to a study whose budget is in images, where no training
/// depends on how many there are.
void claim(const StudyRequest& request, int seeds) {
    Json settings{{"schema", "bplf.study.v2"},
                  {"targets", request.targets},
                  {"data_root", fs::weakly_canonical(request.data_root).string()},
                  {"budget", to_string(request.budget)},
                  {"sets", sets_of(request)},
                  {"seeds", seeds},
                  {"scale", request.scale},
                  {"batch_size", request.batch_size},
                  {"device", request.device},
                  {"judge", judge_hash(request)}};
    if (request.budget.images > 0) settings.erase("seeds");
    const fs::path file = request.out / "study.json";
    if (fs::exists(file)) {
        if (Json::parse(read_file(file, 1 << 20), nullptr, false) == settings) return;
        throw_usage_error("The folder holds a study with other settings.", request.out.string(),
                          "Choose another --out, or give the settings that its study.json names.");
    }
    std::error_code error;
    fs::create_directories(request.out, error);
    if (error)
        throw Error(ErrorKind::kResource, "The folder cannot be made: " + error.message() + ".", request.out.string(),
                    "Choose another place.");
    write_file(file, settings.dump(2) + "\n");
}

void check_targets(const StudyRequest& request) {
    for (const std::string& target : request.targets) {
        if (std::ranges::count(study_targets(), target) > 0) continue;
        std::string known;
        for (const std::string& each : study_targets()) known += (known.empty() ? "" : ", ") + each;
        throw_usage_error("\"" + target + "\" is no table or figure of the paper.", "reproduce", "Use " + known + ".");
    }
}

/// Error(kUsage) when a figure is asked for and faces, which it shows, are not.
void check_figures_have_faces(const StudyRequest& request) {
    if (request.sets.empty() || std::ranges::count(request.sets, "faces") > 0) return;
    for (const std::string& target : request.targets) {
        if (rows_of_figure(target).empty()) continue;
        throw_usage_error("The paper's figures show faces, and --datasets leaves them out.", target,
                          "Add faces to --datasets, or leave the figure out.");
    }
}

/// Error(kUsage) for a scale that a row's system has no configuration of, before the folder is
/// claimed for it.
void check_scale(const std::vector<std::pair<StudyRow, std::string>>& rows, const std::string& scale) {
    for (const auto& [row, set] : rows) flow::load_config(row.system + "-" + scale);
}

const StudySet& set_named(const std::vector<StudySet>& sets, const std::string& name) {
    return *std::ranges::find(sets, name, &StudySet::name);
}

/// The caller's progress, with the trial in front of every note.
ProgressSink labelled(const ProgressSink& progress, std::string label) {
    if (!progress) return {};
    return [progress, label = std::move(label)](Progress step) {
        step.stage = label + ": " + step.stage;
        progress(step);
    };
}

/// What a request comes to, checked: the same on every rank.
struct Study {
    explicit Study(const StudyRequest& request);

    std::vector<std::pair<StudyRow, std::string>> rows;  // with the set of each
    std::vector<std::string> sets;
    int seeds;
    TrialBudget budget;

    std::size_t trials() const { return rows.size() * static_cast<std::size_t>(seeds); }
};

Study::Study(const StudyRequest& request) {
    check_targets(request);
    check_figures_have_faces(request);
    rows = rows_and_sets(request);
    seeds = seeds_for(request, rows.size());
    budget = trial_budget(request, trials());
    for (const auto& [row, set] : rows)
        if (std::ranges::count(sets, set) == 0) sets.push_back(set);
    require_study_sets(sets, request.data_root);
    check_scale(rows, request.scale);
}

/// By the first rank; the others then find what it made.
std::vector<StudySet> prepare(const StudyRequest& request, const Study& study, Ranks& ranks,
                              const ProgressSink& progress, const std::stop_token& stop) {
    const auto prepare_all = [&] {
        std::vector<StudySet> sets;
        for (const std::string& name : study.sets)
            sets.push_back(prepare_study_set(name, request.data_root, request.out / "data", limits_of(study.budget),
                                             labelled(progress, name), stop));
        return sets;
    };
    std::vector<StudySet> sets;
    if (ranks.first()) sets = prepare_all();
    ranks.any(false);
    return ranks.first() ? sets : prepare_all();
}

/// The trial with this number. Seeds outermost: a study that is stopped early has every row once before any row twice.
TrialResult run_numbered(std::size_t number, const StudyRequest& request, const Study& study,
                         const std::vector<StudySet>& sets, const ProgressSink& progress, const std::stop_token& stop) {
    const auto& [row, name] = study.rows[number % study.rows.size()];
    const std::size_t seed = number / study.rows.size() + 1;
    const StudySet& set = set_named(sets, name);
    const std::string label = row.id + " on " + name + ", seed " + std::to_string(seed) + " (" +
                              std::to_string(number + 1) + "/" + std::to_string(study.trials()) + ")";
    const fs::path folder = request.out / "trials" / name / row.id / ("seed" + std::to_string(seed));
    return run_trial(row, set, matched_config(row, set, request.scale), seed, study.budget, folder,
                     {request.device, request.judge}, labelled(progress, label), stop);
}

/// In their order: of the first rank all, of the others those that they trained.
std::vector<TrialResult> run_trials(const StudyRequest& request, const Study& study, const std::vector<StudySet>& sets,
                                    Ranks& ranks, const ProgressSink& progress, const std::stop_token& stop) {
    std::vector<TrialResult> results;
    const auto run_every = [&](std::size_t first, std::size_t step) {
        for (std::size_t number = first; number < study.trials(); number += step) {
            throw_if_stopped(stop);
            results.push_back(run_numbered(number, request, study, sets, progress, stop));
        }
    };
    run_every(static_cast<std::size_t>(ranks.rank()), static_cast<std::size_t>(ranks.size()));
    ranks.any(false);
    if (ranks.alone() || !ranks.first()) return results;
    results.clear();
    run_every(0, 1);  // all have their results by now
    return results;
}

void write_report(const StudyRequest& request, const Study& study, StudyReport& report) {
    for (const std::string& target : request.targets) {
        const StudyTable* table = table_named(target);
        const auto files = table != nullptr ? write_table(*table, request, study.budget, report)
                                            : write_figure(target, request, report);
        report.files.insert(report.files.end(), files.begin(), files.end());
    }
}

}  // namespace

const std::vector<std::string>& study_targets() {
    static const std::vector<std::string> targets{"table3",  "table4",  "table5",  "figure7",
                                                  "figure8", "figure9", "figure10"};
    return targets;
}

StudyReport run_study(const StudyRequest& request, const ProgressSink& progress, const std::stop_token& stop) {
    const auto start = Clock::now();
    Ranks alone;
    Ranks& ranks = request.ranks != nullptr ? *request.ranks : alone;
    const Study study(request);
    StudyReport report;
    report.seeds = study.seeds;
    if (ranks.first()) claim(request, study.seeds);
    report.sets = prepare(request, study, ranks, progress, stop);
    check_judge(request, report.sets);
    report.trials = run_trials(request, study, report.sets, ranks, progress, stop);
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (ranks.first()) write_report(request, study, report);
    return report;
}

}  // namespace bplf
