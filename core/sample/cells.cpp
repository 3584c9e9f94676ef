// SPDX-License-Identifier: GPL-3.0-or-later
// The one rule for the cells of a request.
#include "core/sample/cells.h"

#include <utility>

#include "core/base/error.h"

namespace bplf {
namespace {

void check(const SampleRequest& request) {
    if (request.count < 1 || request.count > 4096) throw_usage_error("must be 1 to 4096.", "count");
    if (request.looks.empty()) throw_usage_error("has no label mix.", "request");
    if (request.best_of.candidates < 1 || request.best_of.candidates > kMostCandidates)
        throw_usage_error("must be 1 to " + std::to_string(kMostCandidates) + ".", "best of");
    if (!request.best_of.chosen.empty() &&
        request.best_of.chosen.size() != static_cast<std::size_t>(cell_count(request)))
        throw_usage_error("names chosen faces of another grid.", "request");
}

}  // namespace

int cell_count(const SampleRequest& request) {
    return request.count * static_cast<int>(request.looks.size());
}

std::uint64_t seed_of_cell(const SampleRequest& request, int index) {
    const std::vector<int>& chosen = request.best_of.chosen;
    const int candidate = chosen.empty() ? 0 : chosen.at(static_cast<std::size_t>(index));
    return request.seed + static_cast<std::uint64_t>(index % request.count) +
           static_cast<std::uint64_t>(candidate) * kCandidateStep;
}

CellSpec cell_of(const SampleRequest& request, int index, const Look& own) {
    check(request);
    if (index < 0 || index >= cell_count(request)) throw_usage_error("is not one of the request's.", "cell");
    const Look& look = request.looks[static_cast<std::size_t>(index / request.count)];
    return {index, seed_of_cell(request, index), resolved(look, own)};
}

std::vector<CellSpec> cells(const SampleRequest& request, const Look& own) {
    check(request);
    std::vector<CellSpec> all;
    for (int index = 0; index < cell_count(request); ++index) all.push_back(cell_of(request, index, own));
    return all;
}

SampleRequest request_of_cell(const SampleRequest& request, std::uint64_t seed, const Look& look) {
    SampleRequest one = request;
    one.seed = seed;
    const std::vector<int> chosen = std::exchange(one.best_of.chosen, {});
    one.best_of.candidates = 1;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (seed_of_cell(request, static_cast<int>(i)) != seed) continue;
        one.best_of = {request.best_of.candidates, request.best_of.classifier, {chosen[i]}};
        one.seed -= static_cast<std::uint64_t>(chosen[i]) * kCandidateStep;
        break;
    }
    one.count = one.columns = 1;
    one.looks = {look};
    return one;
}

}  // namespace bplf
