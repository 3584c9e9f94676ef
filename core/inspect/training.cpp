// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/training.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/process_lock.h"

namespace bplf::inspect {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::streamoff kTail = 16384;
constexpr std::uintmax_t kLargestText = 1 << 20;

/// The last bytes of a file; empty where there is none.
std::string tail_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return {};
    const std::streamoff size = file.tellg();
    file.seekg(std::max<std::streamoff>(0, size - kTail));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Json json_of(const fs::path& path) {
    std::error_code code;
    if (fs::file_size(path, code) > kLargestText || code) return {};
    std::ifstream file(path);
    return Json::parse(file, nullptr, /*allow_exceptions=*/false);
}

std::string text_at(const Json& json, const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
}

std::int64_t number_at(const Json& json, const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_number() ? json[key].get<std::int64_t>() : 0;
}

/// -1 for a name that is no step's: "step-0000500", "step-0000500.png".
std::int64_t step_in(const fs::path& path) {
    const std::string name = path.filename().string();
    std::int64_t step = -1;
    if (name.starts_with("step-")) std::from_chars(name.data() + 5, name.data() + name.size(), step);
    return step;
}

bool is_stopped(int process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    // The name before the state may hold anything, brackets too.
    const std::size_t end = text.rfind(')');
    return end != std::string::npos && end + 2 < text.size() && text[end + 2] == 'T';
}

std::vector<fs::path> sheets_of(const fs::path& run) {
    std::vector<fs::path> sheets;
    std::error_code code;
    for (fs::directory_iterator it(run / "samples", code), end; !code && it != end; it.increment(code))
        if (it->path().extension() == ".png" && step_in(it->path()) >= 0) sheets.push_back(it->path());
    std::sort(sheets.begin(), sheets.end(),
              [](const fs::path& a, const fs::path& b) { return step_in(a) < step_in(b); });
    return sheets;
}

/// The step of the last row of scalars.csv.
std::int64_t logged_step(const fs::path& run) {
    const std::string tail = tail_of(run / "scalars.csv");
    const std::size_t end = tail.rfind('\n');
    if (end == std::string::npos || end == 0) return 0;
    const std::size_t begin = tail.rfind('\n', end - 1);
    std::int64_t step = 0;
    if (begin != std::string::npos) std::from_chars(tail.data() + begin + 1, tail.data() + end, step);
    return step;
}

std::int64_t checkpoint_of(const fs::path& run) {
    std::error_code code;
    const fs::path last = fs::canonical(run / "last", code);
    return code || !fs::exists(last / "state.safetensors", code) ? -1 : step_in(last);
}

Error error_of(const Json& result) {
    const Json error = result.is_object() && result.contains("error") ? result["error"] : Json();
    if (!error.is_object())
        return Error(ErrorKind::kResource, "The training ended without a word.", {},
                     "The system ends a program so when memory runs out: take a smaller batch_size, then resume.");
    const std::int64_t code = number_at(error, "code");
    const bool is_known = code >= 2 && code <= 5;
    return Error(is_known ? static_cast<ErrorKind>(code) : ErrorKind::kInternal, text_at(error, "message"),
                 text_at(error, "where"), text_at(error, "hint"));
}

/// Somebody stopped it before its first step.
bool was_stopped(const Json& result) {
    return number_at(result.value("error", Json()), "code") == static_cast<int>(ErrorKind::kInterrupted);
}

/// Whether the process is there and was told of this run: its number may be another's by now.
bool is_starting(int process, const fs::path& run) {
    std::ifstream file("/proc/" + std::to_string(process) + "/cmdline", std::ios::binary);
    std::ostringstream words;
    words << file.rdbuf();
    return words.str().find(run.string()) != std::string::npos;
}

/// How a run ended that nobody holds.
void take_end(Training& training) {
    const Json result = json_of(training_result(training.run));
    const bool is_started = training.steps > 0, is_told = result.is_object();
    if (training.steps > 0 && training.checkpoint >= training.steps) {
        training.state = TrainingState::kDone;
    } else if (is_told && (result.value("ok", Json(false)) == true || was_stopped(result))) {
        training.state = TrainingState::kInterrupted;
    } else if (is_told || fs::exists(training_log(training.run))) {
        training.state = TrainingState::kFailed;
        training.error = error_of(result);
    } else if (is_started) {
        training.state = TrainingState::kInterrupted;
    }
}

}  // namespace

fs::path training_log(const fs::path& run) {
    return run / "training.log";
}

fs::path training_result(const fs::path& run) {
    return run / "training.json";
}

std::optional<double> Training::remaining() const {
    if (state != TrainingState::kRunning || !progress || progress->rate <= 0 || progress->total <= 0)
        return std::nullopt;
    return static_cast<double>(std::max<std::int64_t>(0, progress->total - progress->done)) / progress->rate;
}

std::optional<TrainingProgress> newest_progress(const std::string& log) {
    std::optional<TrainingProgress> newest;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() != '{') continue;
        const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
        if (!json.is_object() || !json.contains("stage")) continue;
        const Json rate = json.value("rate", Json(0));
        newest = TrainingProgress{text_at(json, "stage"), number_at(json, "done"), number_at(json, "total"),
                                  rate.is_number() ? rate.get<double>() : 0, text_at(json, "unit")};
    }
    return newest;
}

Error told_error(const std::string& result) {
    return error_of(Json::parse(result, nullptr, /*allow_exceptions=*/false));
}

Training read_training(const fs::path& run, std::optional<int> starter) {
    Training training;
    training.run = run;
    const Json config = json_of(run / "config.json");
    if (config.is_object()) {
        training.configuration = text_at(config.value("flow", Json()), "name");
        training.data = text_at(config, "data");
        training.steps = number_at(config.value("training", Json()), "steps");
    }
    training.progress = newest_progress(tail_of(training_log(run)));
    if (training.progress && training.progress->stage != "train") training.progress->rate = 0;
    training.checkpoint = checkpoint_of(run);
    training.samples = sheets_of(run);
    training.step = std::max(logged_step(run), std::max<std::int64_t>(0, training.checkpoint));
    if (training.progress && training.progress->stage == "train") {
        // A resumed run may have been given more steps than its config.json began with.
        training.steps = training.progress->total;
        training.step = std::max(training.step, training.progress->done);
    }
    training.process = holder_of(run / ".lock");
    if (training.process) {
        training.state = is_stopped(*training.process) ? TrainingState::kPaused : TrainingState::kRunning;
    } else if (starter && is_starting(*starter, run)) {
        training.state = TrainingState::kStarting;
        training.process = starter;
    } else {
        take_end(training);
    }
    return training;
}

}  // namespace bplf::inspect
