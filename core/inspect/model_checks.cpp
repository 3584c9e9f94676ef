// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/model_checks.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/flow/model_file.h"
#include "core/io/safetensors.h"

namespace bplf::inspect {
namespace {

constexpr int kFaces = 4;
constexpr const char* kBadMachine =
    "Check the machine's memory, and draw with one thread; if it stays so, please report it.";

/// Runs `work`; its Error becomes a failed check, what it returns the detail of a passed one.
Check attempt(const std::string& name, const std::function<std::string()>& work) {
    try {
        return {name, true, work()};
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::kInterrupted) throw;
        return {name, false, error.problem(), error.hint()};
    }
}

Check check_container(const std::filesystem::path& path) {
    Check check = attempt("container", [&] {
        const SafetensorsFile file(path);
        return plural(static_cast<long long>(file.tensors().size()), "tensor") + ", header in order";
    });
    if (!check.passed && check.remedy.empty())
        check.remedy = "Copy the file again from where it came from, or use an earlier checkpoint.";
    return check;
}

Check check_hash(const std::filesystem::path& path, const std::string& wanted) {
    const std::string found = sha256_of_file(path);
    if (wanted.empty()) return {"sha256", true, found};
    if (found == wanted) return {"sha256", true, "as asked"};
    return {"sha256", false, "the file hashes to " + found,
            "It is another file, or it changed on its way: copy it again, or ask for this hash."};
}

Check check_weights(const std::filesystem::path& path, Engine& engine) {
    return attempt("weights", [&] {
        const WeightsFound found = engine.try_weights(path.string()).value_or_throw();
        return "every tensor of " + found.configuration + " is there, of its shape, and finite; " +
               plural(found.parameters, "parameter");
    });
}

std::vector<Cell> draw_cells(Engine& engine, std::uint64_t seed, int count, const std::stop_token& stop) {
    SampleRequest request;
    request.seed = seed;
    request.count = count;
    std::vector<Cell> cells(static_cast<std::size_t>(count));
    const CellSink sink = [&](Cell cell) {
        const auto at = static_cast<std::size_t>(cell.index);
        cells.at(at) = std::move(cell);
    };
    engine.sample(request, sink, stop).value_or_throw();
    return cells;
}

Check check_inversion(Engine& engine, const std::vector<Cell>& cells, const std::stop_token& stop) {
    double largest = 0;
    std::int64_t changed = 0;
    for (const Cell& cell : cells) {
        const Encoding encoding = engine.encode(cell.image, cell.look.mix, stop).value_or_throw();
        largest = std::isfinite(encoding.max_abs_error) ? std::max(largest, encoding.max_abs_error) : HUGE_VAL;
        changed += encoding.total_pixels - encoding.identical_pixels;
    }
    const bool passed = changed == 0 && std::isfinite(largest);
    return {"inversion", passed,
            plural(changed, "pixel") + " changed by encoding and decoding " +
                plural(static_cast<long long>(cells.size()), "face") + "; largest error " + fixed(largest, 6) +
                " of 256 steps before rounding",
            passed ? "" : "Photos do not come back exactly from this model: use an earlier checkpoint of its run."};
}

Check check_repetition(const std::vector<Cell>& first, const std::vector<Cell>& second) {
    const bool equal = std::equal(first.begin(), first.end(), second.begin(), [](const Cell& a, const Cell& b) {
        return a.sha256 == b.sha256 && a.bits_per_dim == b.bits_per_dim;
    });
    return {"determinism", equal, equal ? "two runs are equal bit for bit" : "two runs differ",
            equal ? "" : kBadMachine};
}

Check check_company(Engine& engine, const std::vector<Cell>& batch, std::uint64_t seed, const std::stop_token& stop) {
    int different = 0;
    for (std::size_t k = 0; k < batch.size(); ++k)
        different += draw_cells(engine, seed + k, 1, stop).front().sha256 == batch[k].sha256 ? 0 : 1;
    return {"batch", different == 0,
            different == 0 ? "faces drawn alone equal those drawn together"
                           : plural(different, "face") + " drawn alone differ from those drawn together",
            different == 0 ? "" : kBadMachine};
}

Check check_likelihood(const std::vector<Cell>& cells) {
    const bool finite =
        std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return std::isfinite(cell.bits_per_dim); });
    return {
        "likelihood", finite,
        "bits/dim of the first face " + fixed(cells.front().bits_per_dim, 4) + (finite ? "" : "; not all are finite"),
        finite ? "" : "Its weights left the range of numbers: use an earlier checkpoint of its run."};
}

}  // namespace

bool all_passed(const std::vector<Check>& checks) {
    return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.passed; });
}

std::vector<Check> check_network(Engine& engine, std::uint64_t seed, const std::stop_token& stop,
                                 const std::function<void(const Check&)>& told) {
    std::vector<Check> checks;
    const auto add = [&](Check check) {
        if (told) told(check);
        checks.push_back(std::move(check));
    };
    const std::vector<Cell> cells = draw_cells(engine, seed, kFaces, stop);
    add(check_inversion(engine, cells, stop));
    add(check_repetition(cells, draw_cells(engine, seed, kFaces, stop)));
    add(check_company(engine, cells, seed, stop));
    add(check_likelihood(cells));
    return checks;
}

ModelVerdict check_model(const CheckRequest& request, Engine& engine, const std::stop_token& stop,
                         const std::function<void(const Check&)>& told) {
    ModelVerdict verdict;
    const auto add = [&](Check check) {
        if (stop.stop_requested()) throw Error(ErrorKind::kInterrupted, "Stopped.", request.path.string());
        if (told) told(check);
        verdict.checks.push_back(std::move(check));
    };
    add(check_container(request.path));
    add(check_hash(request.path, request.sha256));
    if (verdict.checks.front().passed) add(check_weights(request.path, engine));
    if (!verdict.passed() || request.quick || flow::is_level(request.path)) return verdict;
    engine.load_model(request.path.string(), stop).value_or_throw();
    const std::vector<Check> network = check_network(engine, request.seed, stop, told);
    verdict.network_failed = !all_passed(network);
    verdict.checks.insert(verdict.checks.end(), network.begin(), network.end());
    return verdict;
}

}  // namespace bplf::inspect
