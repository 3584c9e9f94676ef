// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/builder.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/collect/build_record.h"
#include "core/collect/collector.h"
#include "core/collect/content.h"
#include "core/collect/crop_stage.h"
#include "core/collect/journal.h"
#include "core/collect/near_duplicates.h"
#include "core/collect/source.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

void count(BuildReport& report, const Candidate& candidate, const std::string& source) {
    const std::string split = candidate.split ? std::string(split_name(*candidate.split)) : "none";
    ++report.counts[source][candidate.word][split][candidate.reason];
    ++report.reasons[candidate.reason];
    ++report.read;
    if (candidate.kept()) ++report.kept;
}

BuiltDataset assemble(const BuildOptions& options, Collected& all) {
    BuiltDataset built;
    DatasetContent& content = built.content = content_of(all.candidates, all.class_names, options.seed);
    content.channels = options.channels;
    content.height = content.width = options.size;
    content.source_names = options.sources;
    Sha256 hash;
    for (std::size_t line = 0; line < all.candidates.size(); ++line) {
        const Candidate& candidate = all.candidates[line];
        const std::string& source = options.sources[candidate.source];
        built.manifest += manifest_line(candidate, line, source, all.class_names, options.face_crop);
        count(built.report, candidate, source);
    }
    built.report.overrides_applied = all.overrides_applied;
    built.report.overrides_unmatched = static_cast<std::int64_t>(options.overrides.size()) - all.overrides_applied;
    built.report.notes = all.label_notes;
    for (const ReadSource& source : all.sources) {
        for (const std::string& note : source.notes) built.report.notes.push_back(source.spelling + ": " + note);
    }
    hash.update(built.manifest);
    content.metadata["manifest_sha256"] = hash.hex();
    content.metadata["detector"] = options.face_crop;
    content.metadata["svd"] = options.svd;
    content.metadata["redistributable"] = "no";
    if (!options.profile.empty()) content.metadata["profile"] = options.profile;
    if (options.face_crop != "none" && !options.keep_frame && options.margin != 0)
        content.metadata["frame_margin"] = nlohmann::json(options.margin).dump();
    if (options.illumination != "off") content.metadata["illumination"] = options.illumination;
    return built;
}

/// The second half of a build: copies, groups, splits.
void settle(const BuildOptions& options, std::vector<Candidate>& candidates, const ProgressSink& progress,
            const std::stop_token& stop) {
    if (options.drop_duplicates) mark_duplicates(candidates);
    const auto pairs = near_pairs(candidates, thread_count(options.threads), progress, stop);
    if (options.drop_near_duplicates) mark_near_duplicates(candidates, pairs);
    number_groups(candidates, pairs);
    deal_splits(candidates, options.split_shares, options.seed);
}

BuiltDataset build_from(const BuildOptions& options, Collected& all, const ProgressSink& progress,
                        const std::stop_token& stop) {
    settle(options, all.candidates, progress, stop);
    BuiltDataset built = assemble(options, all);
    if (built.report.kept == 0) {
        throw_input_error("left no image: all " + std::to_string(built.report.read) + " were dropped.",
                          options.sources.front(), "Try --face-crop none, and look at the labels.");
    }
    return built;
}

BuildOptions with_full_spellings(BuildOptions options) {
    for (std::string& source : options.sources) source = full_spelling(source);
    return options;
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (!code) return;
    throw Error(ErrorKind::kResource, "cannot be made: " + code.message() + ".", folder.string(),
                "Choose a folder you may write to.");
}

}  // namespace

BuiltDataset collect_dataset(const BuildOptions& given, const ProgressSink& progress, const std::stop_token& stop) {
    const auto start = Clock::now();
    const BuildOptions options = with_full_spellings(given);
    Collected all = collect_candidates(options, open_sources(options), progress, stop);
    BuiltDataset built = build_from(options, all, progress, stop);
    built.report.seconds = seconds_since(start);
    return built;
}

BuildReport build_dataset(const BuildOptions& given, const std::filesystem::path& folder, bool force,
                          const ProgressSink& progress, const std::stop_token& stop) {
    const auto start = Clock::now();
    const auto file = folder / "dataset.safetensors";
    refuse_existing(file, force);
    BuildOptions options = with_full_spellings(given);
    const auto overrides_file = folder / kOverridesName;
    if (options.overrides.empty()) options.overrides = Overrides::read(overrides_file);
    // Before anything is written: a wrong spelling must leave nothing behind.
    OpenedSources sources = open_sources(options);
    const bool fresh = !std::filesystem::exists(folder);
    make_folder(folder);
    options.thumbnails = true;
    if (!options.detector && options.face_crop != "none") options.journal = folder / kJournalName;
    try {
        Collected all = collect_candidates(options, std::move(sources), progress, stop);
        BuiltDataset built = build_from(options, all, progress, stop);
        write_file(folder / "manifest.jsonl", built.manifest);
        const auto report_files = write_build_report(options, all, built, folder / "report");
        write_file(folder / "build.json", build_record(options, all, built, report_files).dump(1) + "\n");
        if (!options.overrides.empty() && !std::filesystem::exists(overrides_file)) {
            options.overrides.write(overrides_file);
        }
        write_dataset(file, built.content);
        std::error_code ignored;
        if (!options.keep_findings) std::filesystem::remove(options.journal, ignored);
        built.report.seconds = seconds_since(start);
        return built.report;
    } catch (const Error& error) {
        // What was found is kept for the next try, unless there is nothing to go on with.
        std::error_code ignored;
        const bool useless = error.kind() == ErrorKind::kInput || error.kind() == ErrorKind::kUsage;
        if (useless && (fresh || !options.keep_findings)) {
            std::filesystem::remove(options.journal, ignored);
        }
        if (fresh) std::filesystem::remove(folder, ignored);  // only when it is empty
        throw;
    }
}

}  // namespace bplf
