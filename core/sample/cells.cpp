// SPDX-License-Identifier: GPL-3.0-or-later
// The one rule for the cells of a request.
#include "core/sample/cells.h"

#include "core/base/error.h"

namespace bplf {
namespace {

void check(const SampleRequest& request) {
    if (request.count < 1 || request.count > 4096) throw_usage_error("must be 1 to 4096.", "count");
    if (request.looks.empty()) throw_usage_error("has no label mix.", "request");
}

}  // namespace

int cell_count(const SampleRequest& request) {
    return request.count * static_cast<int>(request.looks.size());
}

CellSpec cell_of(const SampleRequest& request, int index, const Look& own) {
    check(request);
    if (index < 0 || index >= cell_count(request)) throw_usage_error("is not one of the request's.", "cell");
    const Look& look = request.looks[static_cast<std::size_t>(index / request.count)];
    return {index, request.seed + static_cast<std::uint64_t>(index % request.count), resolved(look, own)};
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
    one.count = one.columns = 1;
    one.looks = {look};
    return one;
}

}  // namespace bplf
