// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/builder.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/collect/build_record.h"
#include "core/collect/collector.h"
#include "core/collect/content.h"
#include "core/collect/import.h"
#include "core/collect/journal.h"
#include "core/collect/raw_reader.h"
#include "core/collect/reasons.h"
#include "core/collect/settle.h"
#include "core/collect/source.h"
#include "core/dataset/dataset_writer.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kManifestPiece = 1 << 20;  // bytes written at once

void count(BuildReport& report, const Candidate& candidate, const std::string& source) {
    const std::string split = candidate.split ? std::string(split_name(*candidate.split)) : "none";
    ++report.counts[source][candidate.word][split][candidate.reason];
    ++report.reasons[candidate.reason];
    ++report.read;
    if (candidate.kept()) ++report.kept;
}

/// Gives every line of the manifest to `take`, and its hash.
std::string write_manifest(const BuildOptions& options, const Collected& all,
                           const std::function<void(const std::string&)>& take) {
    Sha256 hash;
    for (std::size_t line = 0; line < all.candidates.size(); ++line) {
        const Candidate& candidate = all.candidates[line];
        const std::string text =
            manifest_line(candidate, line, options.sources[candidate.source], all.class_names, options.face_crop);
        hash.update(text);
        take(text);
    }
    return hash.hex();
}

/// Everything but pixels and manifest.
BuiltDataset assemble(const BuildOptions& options, const Collected& all, const OrderedRows& ordered) {
    BuiltDataset built;
    DatasetContent& content = built.content = content_of(ordered, all.class_names);
    content.channels = options.channels;
    content.height = content.width = options.size;
    content.source_names = options.sources;
    for (const Candidate& candidate : all.candidates) count(built.report, candidate, options.sources[candidate.source]);
    built.report.overrides_applied = all.overrides_applied;
    built.report.overrides_unmatched = static_cast<std::int64_t>(options.overrides.size()) - all.overrides_applied;
    built.report.notes = all.notes();
    content.metadata["detector"] = options.face_crop;
    content.metadata["svd"] = options.svd;
    content.metadata["redistributable"] = "no";
    if (!options.profile.empty()) content.metadata["profile"] = options.profile;
    if (options.face_crop != "none" && !options.keep_frame && options.margin != 0)
        content.metadata["frame_margin"] = nlohmann::json(options.margin).dump();
    if (options.illumination != "off") content.metadata["illumination"] = options.illumination;
    return built;
}

void refuse_nothing(const BuildOptions& options, const BuildReport& report) {
    if (report.kept > 0) return;
    std::string why, most;
    std::int64_t times = 0;
    for (const auto& [reason, count] : report.reasons) {
        if (count > times) most = reason, times = count;
        why += (why.empty() ? "" : ", ") + std::to_string(count) + ' ' + reason;
    }
    throw_input_error(
        "left no image of " + plural(report.read, "image") + ": " + why + ".", options.sources.front(),
        most == "no_face" ? "Try --face-crop none, which takes whole pictures." : most + ": " + meaning_of(most));
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

/// Manifest, report, build.json, decisions and, last, the data set: a kill before it leaves a build to go on with.
BuiltDataset write_build(const BuildOptions& options, Collected& all, const std::filesystem::path& folder) {
    const OrderedRows ordered = order_rows(all.candidates, options.seed);
    BuiltDataset built = assemble(options, all, ordered);
    refuse_nothing(options, built.report);
    AtomicFile manifest(folder / "manifest.jsonl");
    std::string waiting;
    const auto hand_over = [&] {
        manifest.write(waiting);
        waiting.clear();
    };
    built.content.metadata["manifest_sha256"] = write_manifest(options, all, [&](const std::string& line) {
        waiting += line;
        if (waiting.size() > kManifestPiece) hand_over();
    });
    hand_over();
    manifest.commit();
    const auto report_files = write_build_report(options, all, built, folder / "report");
    write_file(folder / "build.json", build_record(options, all, built, report_files).dump(1) + "\n");
    const auto overrides_file = folder / kOverridesName;
    if (!options.overrides.empty() && !std::filesystem::exists(overrides_file)) options.overrides.write(overrides_file);
    RowPixels pixels;
    pixels.image = [&](std::int64_t row) { return ordered.rows[static_cast<std::size_t>(row)]->pictures.pixels(); };
    if (options.masks) {
        pixels.mask = [&](std::int64_t row) { return ordered.rows[static_cast<std::size_t>(row)]->pictures.mask(); };
    }
    write_dataset(folder / "dataset.safetensors", built.content, pixels);
    return built;
}

/// The first half: reads, and searches where that is asked for.
using Collect = std::function<Collected(const BuildOptions&, OpenedSources)>;

BuildReport build_with(const Collect& collect, const BuildOptions& given, const std::filesystem::path& folder,
                       bool force, const ProgressSink& progress, const std::stop_token& stop) {
    const auto start = Clock::now();
    refuse_existing(folder / "dataset.safetensors", force);
    BuildOptions options = with_full_spellings(given);
    if (options.overrides.empty()) options.overrides = Overrides::read(folder / kOverridesName);
    // Before anything is written: a wrong spelling must leave nothing behind.
    OpenedSources sources = open_sources(options);
    const bool fresh = !std::filesystem::exists(folder);
    make_folder(folder);
    options.thumbnails = true;
    if (!options.detector && options.face_crop != "none") options.journal = folder / kJournalName;
    try {
        Collected all = collect(options, std::move(sources));
        settle(all.candidates, options, progress, stop);
        BuiltDataset built = write_build(options, all, folder);
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

}  // namespace

BuiltDataset collect_dataset(const BuildOptions& given, const ProgressSink& progress, const std::stop_token& stop) {
    const auto start = Clock::now();
    const BuildOptions options = with_full_spellings(given);
    Collected all = collect_candidates(options, open_sources(options), {}, progress, stop);
    settle(all.candidates, options, progress, stop);
    const OrderedRows ordered = order_rows(all.candidates, options.seed);
    BuiltDataset built = assemble(options, all, ordered);
    refuse_nothing(options, built.report);
    built.content.metadata["manifest_sha256"] =
        write_manifest(options, all, [&](const std::string& line) { built.manifest += line; });
    add_pixels(built.content, ordered.rows);
    built.report.seconds = seconds_since(start);
    return built;
}

BuildReport build_dataset(const BuildOptions& options, const std::filesystem::path& folder, bool force,
                          const ProgressSink& progress, const std::stop_token& stop) {
    const Collect search = [&](const BuildOptions& complete, OpenedSources sources) {
        return collect_candidates(complete, std::move(sources), folder, progress, stop);
    };
    return build_with(search, options, folder, force, progress, stop);
}

BuildReport import_dataset(const BuildOptions& options, const std::filesystem::path& folder, bool force,
                           const ProgressSink& progress, const std::stop_token& stop) {
    const Collect take = [&](const BuildOptions& complete, OpenedSources sources) {
        return read_raw(complete, std::move(sources), {RawDetail::kAll, folder}, progress, stop);
    };
    return build_with(take, options, folder, force, progress, stop);
}

}  // namespace bplf
