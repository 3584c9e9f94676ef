// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_report.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>

#include "core/base/atomic_file.h"
#include "core/study/json_number.h"

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

std::string processor_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// Nats per image as reading L of core/study/README.md#the-papers-numbers: the log-density on [−1, 1).
double log_density(double nats, const StudySet& set) {
    const double stored = static_cast<double>(set.channels) * kStudySide * kStudySide;
    return stored * std::log(128.0) - nats;
}

double per_real_pixel(double bits, const StudySet& set) {
    return bits * set.channels * kStudySide * kStudySide / static_cast<double>(set.real_pixels);
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

std::string markdown_table(const StudyTable& table, const StudySet& set, const StudyReport& report) {
    std::string text =
        "| system | trained on | raw | truncated | paper | parameters | images seen | seconds |\n"
        "|---|---|---|---|---|---|---|---|\n";
    for (const StudyRow& row : table.rows) {
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

std::string setup_text(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                       const StudyReport& report) {
    std::string text =
        "# " + table.title + "\n\nBudget " + to_string(request.budget) +
        (request.budget.seconds > 0 ? ", that is " + fixed(budget.seconds, 1) + " s of training for each row and seed"
                                    : " for each training") +
        "; batches of " + std::to_string(request.batch_size) + "; " + std::to_string(report.seeds) +
        (report.seeds == 1 ? " seed" : " seeds") + "; configurations `*-" + request.scale + "`; " +
        (request.device == "cpu" ? processor_name() + ", " + std::to_string(at::get_num_threads()) +
                                       (at::get_num_threads() == 1 ? " thread" : " threads")
                                 : request.device) +
        ". The paper trained for 2000 epochs, about three weeks on one GPU: at this budget the "
        "columns "
        "show which system learns faster, not where it ends.\n\n";
    if (table.id == "table4")
        text +=
            "Each cell is L / N: the log-density on [-1, 1) (higher is better) and the nats an "
            "8-bit image costs "
            "(lower is better).\n\n";
    else
        text +=
            "Held-out bits/dim, lower is better, mean over seeds ± their standard deviation, on "
            "raw and on "
            "truncated images.\n\n";
    return text;
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

std::string markdown(const StudyTable& table, const StudyRequest& request, const TrialBudget& budget,
                     const StudyReport& report) {
    std::string text = setup_text(table, request, budget, report);
    for (const StudySet& set : report.sets)
        text += set_text(set) + markdown_table(table, set, report) + "\n" + judged_text(table, set, report);
    text += left_out_text(report) + "## What the paper's numbers contradict\n\n";
    for (const std::string& remark : table.remarks) text += "- " + remark + "\n";
    return text;
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

/// Mean and sample standard deviation.
std::pair<double, double> moments(const std::vector<double>& values) {
    if (values.empty()) return {kNone, kNone};
    double sum = 0, squares = 0;
    for (const double value : values) sum += value;
    const double n = static_cast<double>(values.size()), mean = sum / n;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return {mean, values.size() > 1 ? std::sqrt(squares / (n - 1)) : kNone};
}

}  // namespace

RowSummary summarise_row(const std::vector<TrialResult>& trials, const std::string& row, const std::string& set) {
    RowSummary summary;
    std::vector<double> raw, truncated, errors, raw_nats, truncated_nats, images, seconds;
    std::vector<double> frechet, kernel, agreement, real_agreement;
    for (const TrialResult& trial : trials) {
        if (trial.row != row || trial.set != set) continue;
        summary.parameters = trial.parameters;
        summary.width = trial.width;
        images.push_back(static_cast<double>(trial.images));
        seconds.push_back(trial.train_seconds);
        if (trial.diverged) {
            ++summary.diverged;
            summary.message = trial.message;
            continue;
        }
        ++summary.seeds;
        raw.push_back(trial.raw.bits_per_dim);
        truncated.push_back(trial.truncated.bits_per_dim);
        errors.push_back(trial.raw.standard_error);
        raw_nats.push_back(trial.raw.nats);
        truncated_nats.push_back(trial.truncated.nats);
        if (!trial.samples || !std::isfinite(trial.samples->frechet_distance)) continue;
        frechet.push_back(trial.samples->frechet_distance);
        kernel.push_back(trial.samples->kernel_distance);
        agreement.push_back(trial.samples->agreement);
        real_agreement.push_back(trial.samples->real_agreement);
    }
    std::tie(summary.raw, summary.raw_spread) = moments(raw);
    std::tie(summary.truncated, summary.truncated_spread) = moments(truncated);
    summary.raw_error = moments(errors).first;
    summary.raw_nats = moments(raw_nats).first;
    summary.truncated_nats = moments(truncated_nats).first;
    summary.images = moments(images).first;
    summary.seconds = moments(seconds).first;
    std::tie(summary.frechet_distance, summary.frechet_spread) = moments(frechet);
    summary.kernel_distance = moments(kernel).first;
    std::tie(summary.agreement, summary.agreement_spread) = moments(agreement);
    summary.real_agreement = moments(real_agreement).first;
    return summary;
}

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
