// SPDX-License-Identifier: GPL-3.0-or-later
// When the session is written: at the end of each gesture, and at most a second after a change.
#pragma once

#include <QObject>
#include <functional>

class QTimer;

namespace bplf::ui {

/// Watches the application's mouse and keys; does nothing while nothing changes.
class Autosave : public QObject {
    Q_OBJECT

  public:
    explicit Autosave(std::function<void()> save, QObject* parent = nullptr);

    static constexpr int kLongestMs = 1000;
    /// Something that the session keeps has changed.
    void touch();
    /// Saves what is still to be saved.
    void flush();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::function<void()> m_save;
    QTimer* m_due;
};

}  // namespace bplf::ui
