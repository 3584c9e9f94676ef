// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C: the first one asks the work to stop, the second one ends the process.
#pragma once

#include <stop_token>
#include <thread>

namespace bplf::cli {

/// While it lives, SIGINT and SIGTERM are taken by a thread of its own: the first requests a stop and says
/// so, the second exits with 130 at once. Make it before any other thread, so that all of them leave these
/// signals to it; only one may live at a time.
class Interrupt {
  public:
    explicit Interrupt(bool quiet);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

  private:
    void wait_for_signals(bool quiet);

    std::stop_source stop_;
    std::thread thread_;
};

/// For a child process, after fork or as spawn attribute: the signals above at their defaults, unblocked.
void restore_signals();

}  // namespace bplf::cli
