// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the progress of long jobs on stderr: a bar, JSON lines, or a plain line now and then.
#pragma once

#include <chrono>
#include <string>

#include "app/commands/common.h"
#include "core/base/progress.h"

namespace bplf::cli {

/// Give sink() to the job; the bar is taken away when the view ends. One thread at a time.
class ProgressView {
  public:
    explicit ProgressView(const CommonOptions& options);
    ~ProgressView();
    ProgressView(const ProgressView&) = delete;
    ProgressView& operator=(const ProgressView&) = delete;

    ProgressSink sink();
    void show(const Progress& progress);

  private:
    using Clock = std::chrono::steady_clock;
    enum class Mode { kNothing, kBar, kJsonLines, kPlainLines };

    static Mode choose(const CommonOptions& options);
    bool due(const Progress& progress);
    void clear_bar();

    Mode mode_;
    bool is_file_;  ///< stderr
    Clock::time_point started_ = Clock::now();
    Clock::time_point shown_{};
    std::string stage_;
    bool bar_visible_ = false;
};

/// A job of `total` units that has not begun.
Progress progress_of(std::string stage, std::size_t total, std::string unit);

}  // namespace bplf::cli
