// SPDX-License-Identifier: GPL-3.0-or-later
// Progress in the status bar: nothing for short work, then a bar with count and remaining time.
#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include "core/base/progress.h"

class QLabel;
class QProgressBar;
class QTimer;

namespace bplf::ui {

class ProgressLine : public QWidget {
    Q_OBJECT

  public:
    explicit ProgressLine(QWidget* parent = nullptr);

    /// done == total hides it.
    void report(const Progress& progress);
    QString text() const;

  private:
    void showNow();

    Progress m_progress;
    QElapsedTimer m_since;
    bool m_running = false;
    QTimer* m_delay;
    QProgressBar* m_bar;
    QLabel* m_label;
};

}  // namespace bplf::ui
