// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/probes.h"

#include <algorithm>
#include <cmath>

namespace bplf::cli {
namespace {

constexpr int kFaces = 4;

SampleRequest probe_request(std::uint64_t seed, int count) {
    SampleRequest request;
    request.seed = seed;
    request.count = count;
    return request;
}

std::vector<Cell> draw_cells(Engine& engine, std::uint64_t seed, int count, const std::stop_token& stop) {
    std::vector<Cell> cells(static_cast<std::size_t>(count));
    const CellSink sink = [&](Cell cell) {
        const auto at = static_cast<std::size_t>(cell.index);
        cells.at(at) = std::move(cell);
    };
    engine.sample(probe_request(seed, count), sink, stop).value_or_throw();
    return cells;
}

Check check_inversion(Engine& engine, const std::vector<Cell>& cells, const std::stop_token& stop) {
    Check check{"inversion", true, ""};
    double largest = 0;
    std::int64_t changed = 0;
    for (const Cell& cell : cells) {
        const Encoding encoding = engine.encode(cell.image, cell.look.mix, stop).value_or_throw();
        largest = std::isfinite(encoding.max_abs_error) ? std::max(largest, encoding.max_abs_error) : HUGE_VAL;
        changed += encoding.total_pixels - encoding.identical_pixels;
    }
    check.passed = changed == 0 && std::isfinite(largest);
    check.detail = plural(changed, "pixel") + " changed by encoding and decoding " +
                   plural(static_cast<long long>(cells.size()), "face") + "; largest error " + fixed(largest, 6) +
                   " of 256 steps before rounding";
    return check;
}

Check check_repetition(const std::vector<Cell>& first, const std::vector<Cell>& second) {
    const bool equal = std::equal(first.begin(), first.end(), second.begin(), [](const Cell& a, const Cell& b) {
        return a.sha256 == b.sha256 && a.bits_per_dim == b.bits_per_dim;
    });
    return {"determinism", equal, equal ? "two runs are equal bit for bit" : "two runs differ"};
}

Check check_company(Engine& engine, const std::vector<Cell>& batch, std::uint64_t seed, const std::stop_token& stop) {
    int different = 0;
    for (std::size_t k = 0; k < batch.size(); ++k)
        different += draw_cells(engine, seed + k, 1, stop).front().sha256 == batch[k].sha256 ? 0 : 1;
    return {"batch", different == 0,
            different == 0 ? "faces drawn alone equal those drawn together"
                           : plural(different, "face") + " drawn alone differ from those drawn together"};
}

Check check_likelihood(const std::vector<Cell>& cells) {
    const bool finite =
        std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return std::isfinite(cell.bits_per_dim); });
    return {
        "likelihood", finite,
        "bits/dim of the first face " + fixed(cells.front().bits_per_dim, 4) + (finite ? "" : "; not all are finite")};
}

}  // namespace

std::vector<Check> probe_model(Session& session) {
    Engine& engine = session.engine();
    const std::uint64_t seed = session.options().seed;
    const std::vector<Cell> cells = draw_cells(engine, seed, kFaces, session.stop());
    return {check_inversion(engine, cells, session.stop()),
            check_repetition(cells, draw_cells(engine, seed, kFaces, session.stop())),
            check_company(engine, cells, seed, session.stop()), check_likelihood(cells)};
}

std::vector<Image> draw_faces(Engine& engine, const ModelInfo& model, std::uint64_t seed, int count) {
    engine.load_model(model.path).value_or_throw();
    std::vector<Image> images;
    for (Cell& cell : draw_cells(engine, seed, count, {})) images.push_back(std::move(cell.image));
    return images;
}

nlohmann::ordered_json checks_json(const std::vector<Check>& checks) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Check& check : checks)
        list.push_back({{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
    return list;
}

std::string checks_text(const std::vector<Check>& checks) {
    std::string text;
    for (const Check& check : checks)
        text += (check.passed ? "ok      " : "FAILED  ") + check.name + ": " + check.detail + '\n';
    return text;
}

bool all_passed(const std::vector<Check>& checks) {
    return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.passed; });
}

}  // namespace bplf::cli
