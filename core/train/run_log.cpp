// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_log.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <optional>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bplf {
namespace {

constexpr const char* kHeader = "step,wall_time,tag,value\n";

std::filesystem::path event_path(const RunFolder& run) {
    return run.event_file().value_or(run.root() / event_file_name());
}

void cut_csv(const std::filesystem::path& path, std::int64_t last_step) {
    std::string kept = kHeader;
    if (std::filesystem::exists(path)) {
        std::istringstream lines(read_file(path));
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) {
            const bool whole = !lines.eof();  // a kill may leave half a line at the end
            std::int64_t step = 0;
            const bool is_row = std::from_chars(line.data(), line.data() + line.size(), step).ec == std::errc();
            if (whole && is_row && step <= last_step) kept += line + "\n";
        }
    }
    write_file(path, kept);
}

}  // namespace

RunLog::RunLog(const RunFolder& run, std::int64_t resume_step)
    : csv_path_(run.scalars_file()),
      events_(event_path(run), resume_step > 0 ? std::optional(resume_step) : std::nullopt) {
    cut_csv(csv_path_, resume_step);
    csv_.open(csv_path_, std::ios::app);
    csv_ << std::setprecision(17);
}

void RunLog::write(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    for (const auto& [tag, value] : scalars) {
        events_.scalar(tag, step, value, now);
        csv_ << step << ',' << now << ',' << tag << ',' << value << '\n';
    }
    events_.flush();
    csv_.flush();
    if (!csv_) {
        throw Error(ErrorKind::kResource, "cannot be written.", csv_path_.string(),
                    "Free some disk space, then continue with --resume.");
    }
}

}  // namespace bplf
