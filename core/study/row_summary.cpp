// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/row_summary.h"

#include <cmath>
#include <tuple>

#include "core/study/json_number.h"

namespace bplf {
namespace {

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

double per_real_pixel(double bits, const StudySet& set) {
    return bits * set.channels * kStudySide * kStudySide / static_cast<double>(set.real_pixels);
}

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

}  // namespace bplf
