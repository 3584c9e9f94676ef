// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/findings.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/study/json_number.h"
#include "core/study/row_summary.h"

namespace bplf {
namespace {

/// Half the width of a 95 % interval in standard errors, by degrees of freedom; the last for all beyond, a little wide.
double t_quantile(std::size_t freedom) {
    constexpr double kQuantiles[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
    return kQuantiles[std::min(freedom, std::size(kQuantiles)) - 1];
}

std::string decimals(double value, int digits = 3) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::optional<double> score_of(const std::vector<TrialResult>& trials, const std::string& row, const StudySet& set,
                               std::uint64_t seed, bool truncated) {
    for (const TrialResult& trial : trials) {
        if (trial.row != row || trial.set != set.name || trial.seed != seed || trial.diverged) continue;
        return per_real_pixel((truncated ? trial.truncated : trial.raw).bits_per_dim, set);
    }
    return std::nullopt;
}

RowDifference summarised(const std::vector<double>& differences) {
    const auto n = static_cast<double>(differences.size());
    RowDifference result;
    result.seeds = static_cast<int>(differences.size());
    result.mean = std::accumulate(differences.begin(), differences.end(), 0.0) / n;
    result.low = result.high = kNone;
    if (differences.size() < 2) return result;
    double squares = 0;
    for (const double value : differences) squares += (value - result.mean) * (value - result.mean);
    const double reach = t_quantile(differences.size() - 1) * std::sqrt(squares / (n - 1) / n);
    result.low = result.mean - reach;
    result.high = result.mean + reach;
    return result;
}

std::string certainty(const RowDifference& d) {
    if (d.seeds < 2) return "one seed, which says nothing about chance";
    return "95 % interval " + decimals(d.low) + " to " + decimals(d.high) + " over " + std::to_string(d.seeds) +
           " seeds";
}

const StudyRow* row_named(const StudyTable& table, const std::string& id) {
    const auto found = std::ranges::find(table.rows, id, &StudyRow::id);
    return found == table.rows.end() ? nullptr : &*found;
}

/// "Glow (68884 parameters)".
std::string with_size(const StudyTable& table, const std::vector<TrialResult>& trials, const std::string& id,
                      const StudySet& set) {
    return row_named(table, id)->title + " (" + std::to_string(summarise_row(trials, id, set.name).parameters) +
           " parameters)";
}

std::string comparison_text(const StudyTable& table, const StudyComparison& comparison, const StudySet& set,
                            const std::vector<TrialResult>& trials) {
    const auto difference = row_difference(trials, comparison.row, comparison.against, set, false);
    if (!difference) return {};
    const std::string row = with_size(table, trials, comparison.row, set);
    const std::string against = with_size(table, trials, comparison.against, set);
    const std::string start = set.title + ". " + comparison.what + ": ";
    if (difference->seeds > 1 && !difference->beyond_chance())
        return start + row + " and " + against + " cannot be told apart (" + decimals(difference->mean) +
               " bits/dim between them, " + certainty(*difference) + ").";
    return start + row + " needs " + decimals(std::abs(difference->mean)) + " bits/dim " +
           (difference->mean < 0 ? "less" : "more") + " than " + against + " (" + certainty(*difference) + ").";
}

/// How much fewer bits the row without SVD, trained on raw images, needs for truncated images than for raw ones.
double ease_of_truncated(const std::vector<TrialResult>& trials, const std::string& row, const StudySet& set) {
    const RowSummary plain = summarise_row(trials, row, set.name);
    return per_real_pixel(plain.raw - plain.truncated, set);
}

std::string explanation(double gain, double ease) {
    if (ease <= 0) return "which explains none of it";
    return ease >= gain ? "which alone explains as much" : "which alone explains a part of it";
}

std::string svd_text(const StudyRow& row, const StudyRow& plain, const StudySet& set,
                     const std::vector<TrialResult>& trials) {
    const auto on_truncated = row_difference(trials, row.id, plain.id, set, true);
    const auto on_raw = row_difference(trials, row.id, plain.id, set, false);
    if (!on_truncated || !on_raw) return {};
    const double ease = ease_of_truncated(trials, plain.id, set);
    std::string text = set.title + ". " + row.title + ": the same system, trained on raw images, needs " +
                       decimals(std::abs(ease)) + " bits/dim " + (ease > 0 ? "less" : "more") +
                       " for truncated images than for raw ones";
    if (row.printed.contains(set.name) && plain.printed.contains(set.name)) {
        const double gain = plain.printed.at(set.name) - row.printed.at(set.name);
        if (gain > 0)
            text += ", " + explanation(gain, ease) + " (the paper prints a gain of " + decimals(gain, 2) + ")";
    }
    return text + ". Training on truncated images changes what it needs for truncated ones by " +
           decimals(on_truncated->mean) + " (" + certainty(*on_truncated) + ") and for raw ones by " +
           decimals(on_raw->mean) + " (" + certainty(*on_raw) + ").";
}

/// The row of the same system, at the same size, that is trained on raw images.
const StudyRow* without_svd(const StudyTable& table, const StudyRow& row) {
    for (const StudyRow& other : table.rows)
        if (!other.truncated && other.system == row.system && other.switches == row.switches &&
            other.group == row.group && other.matched_to == row.matched_to)
            return &other;
    return nullptr;
}

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<double> result;
    for (const double value : values) {
        const auto below = std::ranges::count_if(values, [&](double v) { return v < value; });
        const auto equal = std::ranges::count(values, value);
        result.push_back(static_cast<double>(below) + (static_cast<double>(equal) + 1) / 2);
    }
    return result;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto mean = [](const std::vector<double>& v) {
        return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    };
    const double mean_a = mean(a), mean_b = mean(b);
    double both = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - mean_a) * (b[i] - mean_b);
        square_a += (a[i] - mean_a) * (a[i] - mean_a);
        square_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return both / std::sqrt(square_a * square_b);
}

}  // namespace

std::optional<RowDifference> row_difference(const std::vector<TrialResult>& trials, const std::string& row,
                                            const std::string& against, const StudySet& set, bool truncated) {
    std::vector<double> differences;
    for (const TrialResult& trial : trials) {
        if (trial.row != row || trial.set != set.name) continue;
        const auto one = score_of(trials, row, set, trial.seed, truncated);
        const auto other = score_of(trials, against, set, trial.seed, truncated);
        if (one && other) differences.push_back(*one - *other);
    }
    if (differences.empty()) return std::nullopt;
    return summarised(differences);
}

double order_agreement(const StudyTable& table, const std::vector<TrialResult>& trials, const StudySet& set) {
    std::vector<double> printed, measured;
    for (const StudyRow& row : table.rows) {
        const RowSummary summary = summarise_row(trials, row.id, set.name);
        if (!row.printed.contains(set.name) || summary.seeds == 0) continue;
        printed.push_back(row.printed.at(set.name));
        measured.push_back(row.truncated ? summary.truncated : summary.raw);
    }
    return printed.size() < 3 ? kNone : correlation(ranks(printed), ranks(measured));
}

std::vector<std::string> findings(const StudyTable& table, const std::vector<StudySet>& sets,
                                  const std::vector<TrialResult>& trials) {
    std::vector<std::string> sentences;
    const auto add = [&](std::string sentence) {
        if (!sentence.empty()) sentences.push_back(std::move(sentence));
    };
    for (const StudySet& set : sets) {
        for (const StudyComparison& comparison : table.comparisons)
            add(comparison_text(table, comparison, set, trials));
        for (const StudyRow& row : table.rows) {
            const StudyRow* plain = row.truncated ? without_svd(table, row) : nullptr;
            if (plain != nullptr) add(svd_text(row, *plain, set, trials));
        }
        const double agreement = order_agreement(table, trials, set);
        if (std::isfinite(agreement))
            add(set.title + ". The measured bits/dim and the printed numbers have a rank correlation of " +
                decimals(agreement, 2) + " (1: the same order of the systems, −1: the reverse).");
    }
    return sentences;
}

}  // namespace bplf
