// SPDX-License-Identifier: GPL-3.0-or-later
// A handler may do next to nothing: it writes the number into a pipe that the event loop reads.
#include "ui/shell/quit_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <csignal>

namespace bplf::ui {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

std::array<int, 2> pipe_ends{-1, -1};
std::array<struct sigaction, kSignals.size()> former{};

void tell(int number) {
    const int error = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const ssize_t written = ::write(pipe_ends[1], &byte, 1);
    errno = error;
}

}  // namespace

QuitSignals::QuitSignals(std::function<void(int)> call, QObject* parent) : QObject(parent), m_call(std::move(call)) {
    if (::pipe2(pipe_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) pipe_ends = {-1, -1};
    m_notifier = new QSocketNotifier(pipe_ends[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        if (::read(pipe_ends[0], &number, 1) == 1) m_call(number);
    });
    struct sigaction action{};
    action.sa_handler = &tell;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &action, &former[i]);
}

QuitSignals::~QuitSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &former[i], nullptr);
    m_notifier->setEnabled(false);
    for (int& end : pipe_ends) {
        ::close(end);
        end = -1;
    }
}

}  // namespace bplf::ui
