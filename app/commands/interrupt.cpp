// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>

#include "core/base/error.h"

namespace bplf::cli {
namespace {

// Wakes the waiting thread when the work is over.
constexpr int kWakeSignal = SIGUSR1;

sigset_t waited_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, kWakeSignal);
    return set;
}

}  // namespace

Interrupt::Interrupt(bool quiet) {
    const sigset_t set = waited_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::thread([this, quiet] { wait_for_signals(quiet); });
}

Interrupt::~Interrupt() {
    pthread_kill(thread_.native_handle(), kWakeSignal);
    thread_.join();
    restore_signals();
}

void Interrupt::wait_for_signals(bool quiet) {
    const sigset_t set = waited_signals();
    for (int signal = 0; sigwait(&set, &signal) == 0 && signal != kWakeSignal;) {
        if (stop_.stop_requested()) _exit(static_cast<int>(ErrorKind::kInterrupted));
        if (!quiet) std::fputs("\nStopping after this step; Ctrl-C again stops at once.\n", stderr);
        stop_.request_stop();
    }
}

void restore_signals() {
    const sigset_t set = waited_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace bplf::cli
