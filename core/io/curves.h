// SPDX-License-Identifier: GPL-3.0-or-later
// Training curves of one or more runs, wherever they were logged: TensorBoard events, CSV, JSONL.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bplf {

/// One logged number.
struct ScalarPoint {
    std::int64_t step = 0;
    double wall_time = 0;  ///< seconds since 1970; 0 when the log does not say
    double value = 0;      ///< may be NaN or infinite
    double x = 0;          ///< the step, or the chosen column of a CSV or JSONL file
};

/// One curve: the numbers logged under one tag of one run, in the order of their steps (in that of the log where a
/// chosen column is x).
struct ScalarSeries {
    std::string run;
    std::string tag;
    std::vector<ScalarPoint> points;
    /// Another number whenever the points became others, counted up by a run's reader; 0 for points of other origin.
    std::uint64_t revision = 0;
};

enum class RunKind { kEvents, kCsv, kJsonl };

/// Where one run's numbers are.
struct RunSource {
    /// Path below the searched folder; the folder's or file's own name at its top
    std::string name;
    /// kEvents: the folder with the event files (or one file); else the file
    std::filesystem::path path;
    RunKind kind = RunKind::kEvents;
};

/// All runs at or below `path`, sorted by name. A folder with event files is one run (all its event
/// files together, and those of hyperparameter summaries, which writers put into a folder named by a time below it);
/// any log may be packed with gzip (".gz" behind its name). Other .csv, .tsv and .jsonl files are one run each, except
/// beside event files, where they repeat the same numbers. A file that is alone in its folder is named by the folder. A
/// file named directly is always taken. Errors: Error(kInput) when the path is missing or nothing in it is a log.
std::vector<RunSource> find_runs(const std::filesystem::path& path);

/// What RunReader::poll() found.
struct RunUpdate {
    bool changed = false;    ///< points were added, or the series were started again
    bool restarted = false;  ///< a file was truncated or replaced: everything was read anew
};

/// Follows one run: each poll() reads only what was appended since the last one (a packed log is read anew). Steps may
/// come in any order. Where a session's mark says that training goes on from a step, or a step is logged again later
/// than all the others, the points from that step on are replaced; nothing else is.
/// Not thread-safe; may be used on any one thread at a time.
class RunReader {
  public:
    /// `x_column`: the column a CSV or JSONL curve is drawn over; empty = "step", "epoch",
    /// "iteration" or the like when there is one, else the row number. Reads nothing yet.
    explicit RunReader(RunSource source, std::string x_column = {});
    ~RunReader();
    RunReader(RunReader&&) noexcept;
    RunReader& operator=(RunReader&&) noexcept;

    /// Never throws for a damaged or half-written log: what is good is kept and problem() says the
    /// rest. Error(kInput) only when the log is missing at the first poll.
    RunUpdate poll();

    const RunSource& source() const;
    /// In the order the tags first appeared. Valid until the next poll().
    const std::vector<ScalarSeries>& series() const;
    /// Empty, or one sentence about a damaged place ("events…: damaged record at byte 812; …").
    const std::string& problem() const;
    /// Numeric columns of a CSV or JSONL run that may serve as x; empty for event files.
    std::vector<std::string> x_columns() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Everything `RunReader` finds in one go.
std::vector<ScalarSeries> read_run(const RunSource& source, const std::string& x_column = {});

}  // namespace bplf
