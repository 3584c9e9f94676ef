// SPDX-License-Identifier: GPL-3.0-or-later
// Polls every 20 ms; several calm polls in a row make sure that replies started nothing new.
#include "ui/shell/idle_wait.h"

#include <QTimer>

#include "ui/bridge/engine_bridge.h"
#include "ui/screens/screen.h"
#include "ui/shell/main_window.h"

namespace bplf::ui {
namespace {

constexpr int kPoll = 20;
constexpr int kCalmPolls = 12;

}  // namespace

IdleWait::IdleWait(MainWindow* window, EngineBridge* bridge, QObject* parent)
    : QObject(parent), m_window(window), m_bridge(bridge), m_timer(new QTimer(this)) {
    m_timer->setInterval(kPoll);
    connect(m_timer, &QTimer::timeout, this, &IdleWait::check);
    // Without an engine the window is as final as it will get.
    connect(bridge, &EngineBridge::engineFailed, this, [this] { m_failed = true; });
    connect(bridge, &EngineBridge::modelFailed, this, [this] { m_failed = true; });
}

void IdleWait::start(int timeout, std::function<void(bool)> done) {
    m_left = timeout / kPoll;
    m_calm = 0;
    m_done = std::move(done);
    m_timer->start();
}

void IdleWait::check() {
    const bool ready = m_bridge->model() != nullptr || m_failed;
    const bool calm = ready && !m_bridge->isInteractiveBusy() && !m_bridge->isBatchBusy() &&
                      (m_failed || m_window->currentScreen()->isSettled());
    m_calm = calm ? m_calm + 1 : 0;
    if (m_calm < kCalmPolls && --m_left > 0) return;
    m_timer->stop();
    const auto done = std::move(m_done);
    if (done) done(m_calm >= kCalmPolls);
}

}  // namespace bplf::ui
