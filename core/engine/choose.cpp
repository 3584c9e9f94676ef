// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/choose.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/sample/cells.h"

namespace bplf {
namespace {

constexpr int kSideRead = 32;  // a face has its expression from this size on
constexpr double kLeastProbability = 1e-12;

DrawnAs drawn_to_read(const ModelInfo& info) {
    const auto side = std::ranges::lower_bound(info.sizes, kSideRead);
    return {side == info.sizes.end() ? 0 : *side, info.channels == 3 && info.sizes.size() > 1};
}

}  // namespace

double reads_as(const LabelMix& mix, const std::vector<double>& probabilities, const std::vector<std::string>& labels) {
    if (mix.empty())
        throw_usage_error("A face without a label cannot be read as one.", "best of",
                          "Choose a label, or draw one face for each place.");
    double sum = 0;
    for (const LabelWeight& part : mix) {
        const auto place = std::ranges::find(labels, part.label);
        if (place == labels.end())
            throw_usage_error("The classifier knows no \"" + part.label + "\".", "best of",
                              "Use a classifier with this label, or draw one face for each place.");
        const double probability = probabilities[static_cast<std::size_t>(place - labels.begin())];
        sum += part.weight * std::log(std::max(probability, kLeastProbability));
    }
    return sum;
}

SampleRequest with_best(const Session& session, SampleRequest request, Judge& judge, const ProgressSink& progress,
                        const std::stop_token& stop) {
    request.best_of.chosen.clear();
    const std::vector<CellSpec> specs = cells(request, session.info().own);
    const std::vector<double> even(judge.labels().size(), 1.0);
    for (const Look& look : request.looks) reads_as(look.mix, even, judge.labels());
    const int candidates = request.best_of.candidates;
    const auto spec_of = [&](int index) -> const CellSpec& {
        return specs[static_cast<std::size_t>(index / candidates)];
    };
    const Sampler& sampler = session.sampler(drawn_to_read(session.info()));
    const auto make = [&](int index) {
        const CellSpec& spec = spec_of(index);
        const std::uint64_t seed = spec.seed + static_cast<std::uint64_t>(index % candidates) * kCandidateStep;
        return DrawJob{Session::codes_for(sampler, session.sampler().code_of_seed(seed, spec.look.temperature)),
                       session.context(spec.look)};
    };
    std::vector<int> order(specs.size() * static_cast<std::size_t>(candidates)), chosen(specs.size());
    std::iota(order.begin(), order.end(), 0);
    Progress report;
    report.stage = "choose";
    report.total = static_cast<std::int64_t>(order.size());
    report.unit = "faces";
    const auto start = std::chrono::steady_clock::now();
    std::vector<double> best(specs.size(), -std::numeric_limits<double>::infinity());
    const auto read = [&](int index, DrawnPicture&& drawing, double) {
        const auto cell = static_cast<std::size_t>(index / candidates);
        const double fit = reads_as(spec_of(index).look.mix, judge.probabilities(drawing.image), judge.labels());
        if (fit > best[cell]) {
            best[cell] = fit;
            chosen[cell] = index % candidates;
        }
        report.done += 1;
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (progress) progress(report);
    };
    sampler.draw(order, make, read, stop);
    request.best_of.chosen = std::move(chosen);
    return request;
}

}  // namespace bplf
