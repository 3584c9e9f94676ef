// SPDX-License-Identifier: GPL-3.0-or-later
// Waits, without blocking the event loop, until the window shows its final picture.
#pragma once

#include <QObject>
#include <functional>

class QTimer;

namespace bplf::ui {

class EngineBridge;
class MainWindow;

class IdleWait : public QObject {
    Q_OBJECT

  public:
    IdleWait(MainWindow* window, EngineBridge* bridge, QObject* parent = nullptr);

    /// Calls `done(true)` once nothing is under way and two frames were painted; `done(false)` after
    /// `timeout` milliseconds. One wait at a time.
    void start(int timeout, std::function<void(bool)> done);

  private:
    void check();

    MainWindow* m_window;
    EngineBridge* m_bridge;
    QTimer* m_timer;
    int m_left = 0;
    int m_calm = 0;
    bool m_failed = false;
    std::function<void(bool)> m_done;
};

}  // namespace bplf::ui
