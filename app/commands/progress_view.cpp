// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/progress_view.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commands/console.h"

namespace bplf::cli {
namespace {

using namespace std::chrono_literals;

double rate_of(const Progress& progress) {
    if (progress.rate > 0) return progress.rate;
    return progress.seconds > 0 ? static_cast<double>(progress.done) / progress.seconds : 0;
}

/// Seconds still to go, negative when unknown.
double remaining(const Progress& progress) {
    const double rate = rate_of(progress);
    if (progress.total <= 0 || rate <= 0) return -1;
    return static_cast<double>(std::max<std::int64_t>(0, progress.total - progress.done)) / rate;
}

std::string numbers(const Progress& progress) {
    std::string text = std::to_string(progress.done);
    if (progress.total > 0) text += '/' + std::to_string(progress.total);
    text += ' ' + progress.unit;
    const double rate = rate_of(progress);
    if (rate > 0) text += "  " + fixed(rate, rate < 10 ? 2 : 0) + '/' + "s";
    if (const double seconds = remaining(progress); seconds >= 0 && progress.done < progress.total)
        text += "  ETA " + duration_text(seconds);
    if (!progress.note.empty()) text += "  " + progress.note;
    return text;
}

std::string bar(const Progress& progress, std::size_t width) {
    if (progress.total <= 0) return {};
    const double share = std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
    return '[' + std::string(filled, '#') + std::string(width - filled, '.') + "] ";
}

std::size_t terminal_width() {
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

bool is_stderr_a_file() {
    struct stat status{};
    return fstat(STDERR_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

std::string json_line(const Progress& progress) {
    nlohmann::ordered_json line{{"stage", progress.stage}, {"done", progress.done},       {"total", progress.total},
                                {"unit", progress.unit},   {"seconds", progress.seconds}, {"rate", rate_of(progress)}};
    if (const double seconds = remaining(progress); seconds >= 0) line["eta"] = seconds;
    if (!progress.note.empty()) line["note"] = progress.note;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Progress progress_of(std::string stage, std::size_t total, std::string unit) {
    Progress progress;
    progress.stage = std::move(stage);
    progress.total = static_cast<std::int64_t>(total);
    progress.unit = std::move(unit);
    return progress;
}

ProgressView::ProgressView(const CommonOptions& options) : mode_(choose(options)), is_file_(is_stderr_a_file()) {}

ProgressView::~ProgressView() {
    clear_bar();
}

ProgressView::Mode ProgressView::choose(const CommonOptions& options) {
    switch (options.progress) {
        case ProgressStyle::kBar:
            return Mode::kBar;
        case ProgressStyle::kJson:
            return Mode::kJsonLines;
        case ProgressStyle::kNone:
            return Mode::kNothing;
        case ProgressStyle::kAuto:
            break;
    }
    if (options.quiet) return Mode::kNothing;
    return isatty(STDERR_FILENO) != 0 ? Mode::kBar : Mode::kPlainLines;
}

ProgressSink ProgressView::sink() {
    return [this](const Progress& progress) { show(progress); };
}

bool ProgressView::due(const Progress& progress) {
    const Clock::time_point now = Clock::now();
    const bool new_stage = progress.stage != stage_;
    const bool last = progress.total > 0 && progress.done >= progress.total;
    // Nothing at all for what is over before it could be read.
    const auto patience = mode_ == Mode::kJsonLines ? 0ms : mode_ == Mode::kBar ? 300ms : 10s;
    if (now - started_ < patience) return false;
    // What is read later, from a file, need not be told five times a second.
    const auto pause = mode_ == Mode::kJsonLines ? (is_file_ ? 2000ms : 200ms) : mode_ == Mode::kBar ? 100ms : 30s;
    if (!new_stage && !last && now - shown_ < pause) return false;
    stage_ = progress.stage;
    shown_ = now;
    return true;
}

void ProgressView::show(const Progress& progress) {
    if (mode_ == Mode::kNothing || !due(progress)) return;
    if (mode_ == Mode::kJsonLines) {
        std::fprintf(stderr, "%s\n", json_line(progress).c_str());
    } else if (mode_ == Mode::kPlainLines) {
        std::fprintf(stderr, "%s: %s\n", progress.stage.c_str(), numbers(progress).c_str());
    } else {
        std::string line = progress.stage + ' ' + bar(progress, 24) + numbers(progress);
        line.resize(std::min(line.size(), terminal_width() - 1));
        std::fprintf(stderr, "\r\033[K%s", line.c_str());
        bar_visible_ = true;
    }
    std::fflush(stderr);
}

void ProgressView::clear_bar() {
    if (bar_visible_) std::fputs("\r\033[K", stderr);
    bar_visible_ = false;
}

}  // namespace bplf::cli
