// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/bench_history.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "bplf.bench.record.v1";
constexpr double kLeastSpread = 0.03;
constexpr std::size_t kLargestHistory = std::size_t{64} << 20;

double lowest(const BenchFigure& figure) {
    return std::min(figure.low, figure.value * (1 - kLeastSpread));
}

double highest(const BenchFigure& figure) {
    return std::max(figure.high, figure.value * (1 + kLeastSpread));
}

BenchChange change_of(const BenchFigure& before, const BenchFigure& now) {
    const bool more_is_better = now.unit == "times";
    if (lowest(now) > highest(before)) return more_is_better ? BenchChange::kFaster : BenchChange::kSlower;
    if (highest(now) < lowest(before)) return more_is_better ? BenchChange::kSlower : BenchChange::kFaster;
    return BenchChange::kAlike;
}

std::string word_of(BenchChange change) {
    switch (change) {
        case BenchChange::kNew:
            return "new";
        case BenchChange::kAlike:
            return "alike";
        case BenchChange::kSlower:
            return "slower";
        case BenchChange::kFaster:
            return "faster";
    }
    return {};
}

Json figure_json(const BenchFigure& figure) {
    return {{"name", figure.name},
            {"unit", figure.unit},
            {"value", figure.value},
            {"low", figure.low},
            {"high", figure.high}};
}

BenchFigure figure_of(const Json& json) {
    BenchFigure figure{json.at("name"), json.at("unit"), json.at("value"), json.at("low"), json.at("high")};
    const bool sound = std::isfinite(figure.value) && figure.low <= figure.value && figure.value <= figure.high;
    if (!sound) throw std::invalid_argument("'" + figure.name + "' does not lie between its low and its high");
    return figure;
}

BenchRecord record_of(const std::string& line) {
    const Json json = Json::parse(line);
    if (json.at("schema") != kSchema) throw std::invalid_argument("its schema is not " + std::string(kSchema));
    BenchRecord record{json.at("date"),  json.at("version"), json.at("machine"),
                       json.at("cores"), json.at("threads"), json.at("device"),
                       json.at("bench"), json.at("subject"), {}};
    for (const Json& figure : json.at("figures")) record.figures.push_back(figure_of(figure));
    return record;
}

const BenchFigure* find(const std::vector<BenchFigure>& figures, const BenchFigure& wanted) {
    for (const BenchFigure& figure : figures)
        if (figure.name == wanted.name && figure.unit == wanted.unit) return &figure;
    return nullptr;
}

BenchComparison compare(const std::vector<const BenchRecord*>& newest_first, const BenchFigure& now) {
    for (const BenchRecord* record : newest_first)
        if (const BenchFigure* before = find(record->figures, now)) return {now, *before, change_of(*before, now)};
    return {now, std::nullopt, BenchChange::kNew};
}

std::string value_text(const BenchFigure& figure) {
    if (figure.unit == "bytes") return fixed(figure.value / 1e6, 1) + " MB";
    return fixed(figure.value, 3) + (figure.unit == "times" ? " times the twin" : ' ' + figure.unit) + " (" +
           fixed(figure.low, 3) + " to " + fixed(figure.high, 3) + ')';
}

}  // namespace

bool are_alike(const BenchRecord& a, const BenchRecord& b) {
    return a.machine == b.machine && a.cores == b.cores && a.threads == b.threads && a.device == b.device &&
           a.bench == b.bench && a.subject == b.subject;
}

Json to_json(const BenchRecord& record) {
    Json figures = Json::array();
    for (const BenchFigure& figure : record.figures) figures.push_back(figure_json(figure));
    return {{"schema", kSchema},         {"date", record.date},   {"version", record.version},
            {"machine", record.machine}, {"cores", record.cores}, {"threads", record.threads},
            {"device", record.device},   {"bench", record.bench}, {"subject", record.subject},
            {"figures", figures}};
}

std::vector<BenchRecord> read_history(const std::filesystem::path& file) {
    std::istringstream lines(read_file(file, kLargestHistory));
    std::vector<BenchRecord> history;
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.empty()) continue;
        try {
            history.push_back(record_of(line));
        } catch (const std::exception& problem) {
            throw_input_error("is no record of a benchmark: " + std::string(problem.what()) + ".",
                              file.string() + ", line " + std::to_string(number),
                              "Such a file is written by 'bplf bench WHAT --record --history FILE'.");
        }
    }
    return history;
}

void append_record(const std::filesystem::path& file, const BenchRecord& record) {
    std::string lines = std::filesystem::exists(file) ? read_file(file, kLargestHistory) : std::string();
    if (!lines.empty() && lines.back() != '\n') lines += '\n';
    write_file(file, lines + to_json(record).dump() + '\n');
}

std::vector<BenchComparison> compare_with(const std::vector<BenchRecord>& history, const BenchRecord& now,
                                          const std::string& file) {
    std::vector<const BenchRecord*> alike;
    for (const BenchRecord& record : history)
        if (are_alike(record, now)) alike.push_back(&record);
    if (alike.empty()) {
        throw_input_error("has no record of this benchmark on this machine (" + now.machine + ", " +
                              plural(now.cores, "core") + ", " + plural(now.threads, "thread") + ", " + now.device +
                              ").",
                          file, "Add one with --record, on this machine and with these options.");
    }
    std::stable_sort(alike.begin(), alike.end(),
                     [](const BenchRecord* a, const BenchRecord* b) { return a->date > b->date; });
    std::vector<BenchComparison> comparisons;
    for (const BenchFigure& figure : now.figures) comparisons.push_back(compare(alike, figure));
    return comparisons;
}

bool any_slower(const std::vector<BenchComparison>& comparisons) {
    return std::any_of(comparisons.begin(), comparisons.end(),
                       [](const BenchComparison& one) { return one.change == BenchChange::kSlower; });
}

Json comparisons_json(const std::vector<BenchComparison>& comparisons) {
    Json list = Json::array();
    for (const BenchComparison& one : comparisons) {
        Json json{{"name", one.now.name}, {"unit", one.now.unit}, {"change", word_of(one.change)}};
        json["now"] = figure_json(one.now);
        if (one.before) json["before"] = figure_json(*one.before);
        list.push_back(json);
    }
    return list;
}

std::string comparisons_text(const std::vector<BenchComparison>& comparisons) {
    std::string text;
    for (const BenchComparison& one : comparisons) {
        text += word_of(one.change) + ": " + one.now.name + ", " + value_text(one.now);
        if (one.before) text += ", before " + value_text(*one.before);
        text += '\n';
    }
    return text;
}

std::string date_text() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace bplf::cli
