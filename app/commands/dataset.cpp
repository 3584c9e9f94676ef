// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/dataset.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/commands/dataset_report.h"
#include "app/commands/face_source.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/collect/builder.h"
#include "core/collect/check.h"
#include "core/collect/import.h"
#include "core/collect/pack.h"
#include "core/collect/public_manifest.h"
#include "core/collect/source_kind.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The side of a source's first readable image, which `import` keeps.
int side_of_source(const std::string& spelling) {
    const std::unique_ptr<Source> source = open_source(spelling);
    while (const std::optional<SourceRecord> record = source->next()) {
        if (record->image.empty()) continue;
        if (record->image.width != record->image.height)
            throw_input_error("The images are not square.", spelling, "Say which --size to make of them.");
        return record->image.width;
    }
    throw_input_error("No image in it can be read.", spelling);
}

/// The build's sources in full, and how they are read: what the profile says, and what was asked for.
void set_sources(BuildOptions& build, const DatasetBuildOptions& options) {
    for (const std::string& source : options.sources) build.sources.push_back(full_spelling(source));
    SourceOptions asked;
    for (const auto& [name, value] : options.source_choices) asked.set(name, value);
    check_source_options(build.sources, asked);
    for (const auto& [name, value] : asked.values()) build.source_options.set(name, value);
}

/// Asked for by name, so that it must be there.
Overrides given_overrides(const std::string& file) {
    if (!std::filesystem::exists(file))
        throw_input_error("does not exist.", file, "Check --overrides; without it, overrides.csv in --out counts.");
    return Overrides::read(file);
}

BuildOptions build_options(const DatasetBuildOptions& options, const Session& session) {
    BuildOptions build;
    if (options.name == "emotionset") apply_profile(build, options.profile);
    set_sources(build, options);
    build.size = options.size > 0 ? options.size : side_of_source(build.sources.front());
    build.channels = options.channels;
    if (!options.face_crop.empty()) build.face_crop = options.face_crop;
    build.keep_frame = options.keep_frame;
    build.illumination = options.illumination;
    build.margin = options.margin;
    build.masks = options.masks;
    build.pad = options.pad;
    build.svd = options.svd;
    build.blank_deviation = options.keep_blank ? 0 : build.blank_deviation;
    build.check_information = build.check_information && !options.keep_blank;
    build.drop_duplicates = !options.keep_duplicates;
    build.drop_near_duplicates =
        build.drop_near_duplicates && !options.keep_near_duplicates && !options.keep_duplicates;
    if (!options.split.empty()) build.split_shares = parse_split_shares(options.split);
    build.keep_findings = options.keep_findings;
    if (!options.overrides.empty()) build.overrides = given_overrides(options.overrides);
    build.seed = session.options().seed;
    build.threads = session.options().threads;
    return build;
}

std::string report_text(const BuildReport& report, const std::string& out) {
    std::string text = out + ": " + plural(report.kept, "image") + " of " + std::to_string(report.read) + " read, in " +
                       duration_text(report.seconds) + '\n';
    text += "  report    " + out + "/report/report.md\n";
    for (const std::string& note : report.notes) text += "  note      " + note + '\n';
    if (report.overrides_applied + report.overrides_unmatched > 0)
        text += "  decided   " + plural(report.overrides_applied, "override") + " applied, " +
                std::to_string(report.overrides_unmatched) + " met no image\n";
    for (const auto& [reason, count] : report.reasons)
        if (reason != kKept) text += "  left out " + std::to_string(count) + ": " + reason + '\n';
    for (const auto& [source, labels] : report.counts) {
        text += "  " + source + '\n';
        for (const auto& [label, splits] : labels) {
            std::string kept;
            for (const auto& [split, reasons] : splits) {
                const auto found = reasons.find(kKept);
                if (found != reasons.end()) kept += ' ' + std::to_string(found->second) + ' ' + split;
            }
            if (!kept.empty()) text += "    " + label + ':' + kept + '\n';
        }
    }
    return text;
}

void check_out(const std::string& out) {
    if (out == "-")
        throw_usage_error("A data set is a folder, and cannot be written to standard output.", "--out -",
                          "Name a folder with --out DIR.");
}

BuildReport make_dataset(const DatasetBuildOptions& options, const BuildOptions& build, bool force,
                         const ProgressSink& progress, const std::stop_token& stop) {
    if (options.name == "import") return import_dataset(build, options.out, force, progress, stop);
    if (!options.manifest.empty()) {
        return rebuild_dataset(build, options.manifest, options.out, force, progress, stop);
    }
    return build_dataset(build, options.out, force, progress, stop);
}

}  // namespace

int run(const DatasetBuildOptions& options, Session& session) {
    check_out(options.out);
    if (!options.mtcnn_weights.empty()) session.console().note(kWeightsNote);
    const BuildOptions build = build_options(options, session);
    ProgressView view(session.options());
    const bool force = session.options().force;
    const BuildReport report = make_dataset(options, build, force, view.sink(), session.stop());
    Json json{{"schema", "bplf.dataset.result.v1"},
              {"out", options.out},
              {"read", report.read},
              {"kept", report.kept},
              {"reasons", report.reasons},
              {"counts", report.counts},
              {"overrides_applied", report.overrides_applied},
              {"overrides_unmatched", report.overrides_unmatched},
              {"seconds", report.seconds}};
    const Explanations told = explain(options.out, options.explain);
    if (!options.explain.empty()) json["explained"] = told.images;
    session.console().result(json, report_text(report, options.out) + told.text);
    return 0;
}

int run(const DatasetInfoOptions& options, Session& session) {
    if (!options.explain.empty()) {
        if (is_raw_source(options.data))
            throw_usage_error("Only built data sets know what became of an image.", options.data,
                              "Name the folder of a built data set.");
        return print_explanation(options, session);
    }
    ProgressView view(session.options());
    return print_info(describe_data(options.data, view.sink(), session.stop()), session);
}

int run(const DatasetShareOptions& options, Session& session) {
    const std::int64_t lines = write_public_manifest(options.data, options.out, session.options().force);
    session.console().result({{"schema", "bplf.dataset.share.v1"}, {"out", options.out}, {"images", lines}},
                             options.out + ": " + plural(lines, "image") + ", without paths\n");
    return 0;
}

int run(const DatasetCheckOptions& options, Session& session) {
    if (is_raw_source(options.data))
        throw_usage_error("Only built data sets can be checked.", options.data,
                          "Build it first: bplf dataset import --source " + options.data + " --out DIR");
    bool good = true;
    Json checks = Json::array();
    std::string text;
    for (const CheckItem& item : check_dataset(options.data)) {
        good = good && item.finding != Finding::kError;
        checks.push_back({{"name", item.name}, {"finding", finding_name(item.finding)}, {"detail", item.detail}});
        text += finding_name(item.finding) + "  " + item.name + ": " + item.detail + '\n';
    }
    session.console().result({{"ok", good}, {"schema", "bplf.dataset.check.v1"}, {"checks", checks}}, text);
    return good ? 0 : static_cast<int>(ErrorKind::kInput);
}

}  // namespace bplf::cli
