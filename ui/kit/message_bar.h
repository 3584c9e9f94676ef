// SPDX-License-Identifier: GPL-3.0-or-later
// The inline bar for news: what happened, why, what to do; details and copy. Never modal.
#pragma once

#include <QFrame>

#include "ui/kit/message.h"

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace bplf::ui {

class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// Replaces what is shown and makes the bar visible. Screen readers are told.
    void showMessage(const Message& message);
    /// The shown message as plain text; empty when hidden.
    QString text() const;
    /// For how long news that ask for nothing are shown; longer where they are being read.
    static constexpr int kInformationMs = 8000;

  Q_SIGNALS:
    /// The message was closed by hand or left by itself.
    void closed();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showIcon();
    void showDetails(bool on);
    void close();
    void leave();
    void act();

    Message m_message;
    QTimer* m_leave;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_details;
    QPushButton* m_action;
    QToolButton* m_more;
    QToolButton* m_copy;
};

}  // namespace bplf::ui
