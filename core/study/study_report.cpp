// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>

#include "core/base/atomic_file.h"
#include "core/study/findings.h"
#include "core/study/json_number.h"
#include "core/study/row_summary.h"
#include "core/study/study_setup.h"
#include "core/study/trial_config.h"

namespace bplf {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string fixed(double value, int digits) {
    if (!std::isfinite(value)) return "–";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// "4.310 ± 0.004", the ± only with more than one seed.
std::string with_spread(double mean, double spread, int digits) {
    return fixed(mean, digits) + (std::isfinite(spread) ? " ± " + fixed(spread, digits) : "");
}

/// Nats per image as reading L of core/study/README.md#the-papers-numbers: the log-density on [−1, 1) of its real
/// pixels, to which all nats of a padded image are counted.
double log_density(double nats, const StudySet& set) {
    return static_cast<double>(set.real_pixels) * std::log(128.0) - nats;
}

bool is_padded(const StudySet& set) {
    return set.real_pixels < std::int64_t{set.channels} * kStudySide * kStudySide;
}

std::string cell(const StudyTable& table, const StudySet& set, const RowSummary& row, bool truncated) {
    if (row.seeds == 0) return row.diverged > 0 ? "diverged" : "–";
    const double bits = truncated ? row.truncated : row.raw;
    const double spread = truncated ? row.truncated_spread : row.raw_spread;
    if (table.id != "table4") return with_spread(per_real_pixel(bits, set), per_real_pixel(spread, set), 3);
    const double nats = truncated ? row.truncated_nats : row.raw_nats;
    return fixed(log_density(nats, set), 1) + " / " + fixed(nats, 1);
}

/// The rows of one group of the table.
std::string markdown_table(const StudyTable& table, const StudySet& set, const StudyReport& report,
                           const std::string& group) {
    std::string text = (group.empty() ? "" : "\n" + group + ":\n\n") +
                       std::string(
                           "| system | trained on | raw | truncated | paper | parameters | images seen | seconds |\n"
                           "|---|---|---|---|---|---|---|---|\n");
    for (const StudyRow& row : table.rows) {
        if (row.group != group) continue;
        const RowSummary summary = summarise_row(report.trials, row.id, set.name);
        const auto printed = row.printed.find(set.name);
        text += "| " + row.title + " | " + (row.truncated ? "truncated" : "raw") + " | " +
                cell(table, set, summary, false) + " | " + cell(table, set, summary, true) + " | " +
                (printed == row.printed.end() ? "–" : fixed(printed->second, table.id == "table4" ? 1 : 2)) + " | " +
                std::to_string(summary.parameters) + " | " + fixed(summary.images, 0) + " | " +
                fixed(summary.seconds, 1) + " |\n";
    }
    return text;
}

/// The headline's rows, then each other group's.
std::string markdown_tables(const StudyTable& table, const StudySet& set, const StudyReport& report) {
    std::string text;
    std::vector<std::string> groups;
    for (const StudyRow& row : table.rows) {
        if (std::ranges::count(groups, row.group) > 0) continue;
        groups.push_back(row.group);
        text += markdown_table(table, set, report, row.group);
    }
    return text;
}

bool has_judged_faces(const StudyTable& table, const StudySet& set, const StudyReport& report) {
    return std::ranges::any_of(table.rows, [&](const StudyRow& row) {
        return std::isfinite(summarise_row(report.trials, row.id, set.name).frechet_distance);
    });
}

/// What a classifier sees in faces drawn by the rows; empty where none were judged.
std::string judged_text(const StudyTable& table, const StudySet& set, const StudyReport& report) {
    if (!has_judged_faces(table, set, report)) return {};
    double real = kNone;
    std::string rows;
    for (const StudyRow& row : table.rows) {
        const RowSummary s = summarise_row(report.trials, row.id, set.name);
        if (std::isfinite(s.real_agreement)) real = s.real_agreement;
        rows += "| " + row.title + " | " + with_spread(s.frechet_distance, s.frechet_spread, 1) + " | " +
                fixed(s.kernel_distance, 3) + " | " + with_spread(100 * s.agreement, 100 * s.agreement_spread, 1) +
                " |\n";
    }
    return "Faces drawn at temperature 1, as many as there are held-out images and with their labels, judged by a "
           "classifier of expressions against the raw held-out images: Fréchet and kernel distance of its features "
           "(lower is better), and how often it sees the label that was asked for. In the held-out images themselves "
           "it sees their own label in " +
           fixed(100 * real, 1) + " %; guessing gives " + fixed(100.0 / static_cast<double>(set.labels.size()), 1) +
           " %.\n\n| system | Fréchet distance | kernel distance | label seen, % |\n|---|---|---|---|\n" + rows + "\n";
}

std::string set_text(const StudySet& set) {
    std::string text =
        "## " + set.title + "\n\n" + std::to_string(set.train_images) + " training and " +
        std::to_string(set.held_out_images) + " held-out images, " +
        (set.labels.empty() ? "unconditional. " : "conditional on the label. ") +
        (set.note.empty() ? "" : "**" + set.note + "** ") + "Truncation to rank " + std::to_string(kStudyRank) +
        " leaves " + fixed(set.psnr, 1) + " dB. Coders that learn nothing about the set need " +
        fixed(per_real_pixel(set.png_raw, set), 2) + " (PNG) and " + fixed(per_real_pixel(set.predictor_raw, set), 2) +
        " (median edge predictor) bits/dim for raw images, " + fixed(per_real_pixel(set.png_truncated, set), 2) +
        " and " + fixed(per_real_pixel(set.predictor_truncated, set), 2) + " for truncated ones.";
    if (is_padded(set))
        text += " Bits/dim are per " + std::to_string(set.real_pixels) + " real pixels; per stored pixel they are " +
                fixed(static_cast<double>(set.real_pixels) / (set.channels * kStudySide * kStudySide), 4) +
                " times that.";
    return text + "\n\n";
}

/// What the means above leave out.
std::string left_out_text(const StudyReport& report) {
    std::string text;
    for (const TrialResult& trial : report.trials) {
        const std::string name = "- " + trial.row + " on " + trial.set + ", seed " + std::to_string(trial.seed) + ": ";
        if (trial.diverged) {
            text += name + "diverged. " + trial.message + "\n";
        } else if (trial.raw.non_finite + trial.truncated.non_finite > 0) {
            text += name + "of " + std::to_string(trial.evaluated) + " held-out images, " +
                    std::to_string(trial.raw.non_finite) + " raw and " + std::to_string(trial.truncated.non_finite) +
                    " truncated ones have no finite score.\n";
        }
        if (trial.samples && trial.samples->non_finite > 0)
            text += name + "of " + std::to_string(trial.samples->drawn) + " drawn faces, " +
                    std::to_string(trial.samples->non_finite) + " are not finite.\n";
    }
    return text.empty() ? text : "## Left out of the means\n\n" + text + "\n";
}

std::string list(const std::string& heading, const std::vector<std::string>& sentences) {
    if (sentences.empty()) return {};
    std::string text = "## " + heading + "\n\n";
    for (const std::string& sentence : sentences) text += "- " + sentence + "\n";
    return text + "\n";
}

std::string markdown(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                     const StudyReport& report) {
    std::string text = setup_text(table, request, budget, report);
    for (const StudySet& set : report.sets)
        text += set_text(set) + markdown_tables(table, set, report) + "\n" + judged_text(table, set, report);
    text += left_out_text(report);
    text += list("What the measured rows say", findings(table, report.sets, report.trials));
    return text + list("What the paper's numbers contradict", table.remarks);
}

std::string csv(const StudyTable& table, const StudyReport& report) {
    std::string text =
        "table,set,row,trained_on,seeds,diverged,raw_bits_per_dim,raw_spread,truncated_bits_per_"
        "dim,"
        "truncated_spread,raw_nats,truncated_nats,frechet_distance,kernel_distance,agreement,parameters,images,"
        "seconds,paper\n";
    const auto number = [](double value) {
        return std::isfinite(value) ? nlohmann::json(value).dump() : std::string();
    };
    for (const StudySet& set : report.sets) {
        for (const StudyRow& row : table.rows) {
            const RowSummary s = summarise_row(report.trials, row.id, set.name);
            const auto printed = row.printed.find(set.name);
            text += table.id + "," + set.name + "," + row.id + "," + (row.truncated ? "truncated" : "raw") + "," +
                    std::to_string(s.seeds) + "," + std::to_string(s.diverged) + "," +
                    number(per_real_pixel(s.raw, set)) + "," + number(per_real_pixel(s.raw_spread, set)) + "," +
                    number(per_real_pixel(s.truncated, set)) + "," + number(per_real_pixel(s.truncated_spread, set)) +
                    "," + number(s.raw_nats) + "," + number(s.truncated_nats) + "," + number(s.frechet_distance) + "," +
                    number(s.kernel_distance) + "," + number(s.agreement) + "," + std::to_string(s.parameters) + "," +
                    number(s.images) + "," + number(s.seconds) + "," +
                    (printed == row.printed.end() ? "" : number(printed->second)) + "\n";
        }
    }
    return text;
}

Json json_of(const StudyTable& table, const StudyRequest& request, const StudyReport& report) {
    Json rows = Json::array(), trials = Json::array(), sets = Json::array();
    for (const StudySet& set : report.sets) sets.push_back(to_json(set));
    for (const TrialResult& trial : report.trials) trials.push_back(to_json(trial));
    for (const StudyRow& row : table.rows) {
        Json cells = Json::object();
        for (const StudySet& set : report.sets) {
            const RowSummary s = summarise_row(report.trials, row.id, set.name);
            cells[set.name] = {{"raw", per_real_pixel(s.raw, set)},
                               {"truncated", per_real_pixel(s.truncated, set)},
                               {"raw_per_stored_pixel", s.raw},
                               {"raw_spread", per_real_pixel(s.raw_spread, set)},
                               {"truncated_spread", per_real_pixel(s.truncated_spread, set)},
                               {"nats", s.raw_nats},
                               {"log_density", log_density(s.raw_nats, set)},
                               {"frechet_distance", s.frechet_distance},
                               {"kernel_distance", s.kernel_distance},
                               {"agreement", s.agreement},
                               {"real_agreement", s.real_agreement},
                               {"seeds", s.seeds},
                               {"diverged", s.diverged}};
            if (row.printed.contains(set.name)) cells[set.name]["paper"] = row.printed.at(set.name);
        }
        rows.push_back({{"row", row.id},
                        {"title", row.title},
                        {"trained_on", row.truncated ? "truncated" : "raw"},
                        {"switches", row.switches.empty() ? Json::object() : Json::parse(row.switches)},
                        {"matched_to", row.matched_to},
                        {"cells", cells}});
    }
    return {{"schema", "bplf.study.table.v1"},
            {"table", table.id},
            {"unit", table.unit},
            {"budget", to_string(request.budget)},
            {"scale", request.scale},
            {"seeds", report.seeds},
            {"sets", sets},
            {"rows", rows},
            {"trials", trials},
            {"noise_draws", kNoiseDraws},
            {"shared_switches", shared_switches()},
            {"findings", findings(table, report.sets, report.trials)},
            {"remarks", table.remarks}};
}

/// Without the sets and trials that other targets of the same study have added.
StudyReport part_of_table(const StudyTable& table, const StudyRequest& request, StudyReport report) {
    const auto asked = [&](const std::string& set) {
        return request.sets.empty() || std::ranges::count(request.sets, set) > 0;
    };
    std::erase_if(report.sets, [&](const StudySet& set) { return !asked(set.name); });
    std::erase_if(report.trials, [&](const TrialResult& trial) {
        return !asked(trial.set) || std::ranges::find(table.rows, trial.row, &StudyRow::id) == table.rows.end();
    });
    return report;
}

}  // namespace

std::vector<fs::path> write_table(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                                  const StudyReport& report) {
    const StudyReport own = part_of_table(table, request, report);
    const fs::path stem = request.out / table.id;
    const std::vector<fs::path> files{stem.string() + ".md", stem.string() + ".csv", stem.string() + ".json"};
    write_file(files[0], markdown(table, request, budget, own));
    write_file(files[1], csv(table, own));
    write_file(files[2], json_of(table, request, own).dump(2) + "\n");
    return files;
}

}  // namespace bplf
