// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM, SIGINT and SIGHUP as a call on the event loop: a log-out must not cost the session.
#pragma once

#include <QObject>
#include <functional>

class QSocketNotifier;

namespace bplf::ui {

/// One at a time; the former handlers come back at its end. UI thread.
class QuitSignals : public QObject {
    Q_OBJECT

  public:
    /// `call` gets the number of the signal.
    explicit QuitSignals(std::function<void(int)> call, QObject* parent = nullptr);
    ~QuitSignals() override;

  private:
    std::function<void(int)> m_call;
    QSocketNotifier* m_notifier;
};

}  // namespace bplf::ui
