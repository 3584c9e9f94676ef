// SPDX-License-Identifier: GPL-3.0-or-later
// What benchmarks measured before: a line of JSON for each, and what became slower or faster since.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace bplf::cli {

/// One number of a benchmark. The value is the median of the repeats, low and high their least and largest.
struct BenchFigure {
    std::string name;
    std::string unit = "ms";  ///< "ms", "bytes": less is better; "times" as fast as the peer: more is better
    double value = 0, low = 0, high = 0;
    bool operator==(const BenchFigure&) const = default;
};

/// A line of a history.
struct BenchRecord {
    std::string date;     ///< UTC, ISO 8601
    std::string version;  ///< of this program
    std::string machine;  ///< the processor's name
    int cores = 0, threads = 0;
    std::string device, bench;
    std::string subject;  ///< model or configuration; empty where the benchmark has none
    std::vector<BenchFigure> figures;
};

/// Whether figures of the two may be compared: of one machine, device and number of threads, the same benchmark of the
/// same model or configuration.
bool are_alike(const BenchRecord& a, const BenchRecord& b);

nlohmann::ordered_json to_json(const BenchRecord& record);
/// All lines of a history. Error(kInput) naming the line that is no record.
std::vector<BenchRecord> read_history(const std::filesystem::path& file);
/// Adds a line at the end; the file is made where it is missing, and whole or unchanged afterwards.
void append_record(const std::filesystem::path& file, const BenchRecord& record);

enum class BenchChange { kNew, kAlike, kSlower, kFaster };

struct BenchComparison {
    BenchFigure now;
    std::optional<BenchFigure> before;  ///< of the newest record alike that has the figure
    BenchChange change = BenchChange::kNew;
};

/// Slower ("ms", "bytes": more; "times": less) when the spreads of both do not meet: a figure's spread reaches from low
/// to high, and at least 3 % to either side of the value, since few repeats tell too little of it. Error(kInput) when
/// no record is alike.
std::vector<BenchComparison> compare_with(const std::vector<BenchRecord>& history, const BenchRecord& now,
                                          const std::string& file);

bool any_slower(const std::vector<BenchComparison>& comparisons);
/// A list of objects, and a line for each figure.
nlohmann::ordered_json comparisons_json(const std::vector<BenchComparison>& comparisons);
std::string comparisons_text(const std::vector<BenchComparison>& comparisons);

/// Now, UTC.
std::string date_text();

}  // namespace bplf::cli
