// SPDX-License-Identifier: GPL-3.0-or-later
// The inline bar for news: what happened, why, what to do; details and copy. Never modal.
#pragma once

#include <QFrame>

#include "ui/kit/message.h"

class QLabel;
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

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showIcon();
    void showDetails(bool on);

    Message m_message;
    QLabel* m_icon;
    QLabel* m_text;
    QLabel* m_details;
    QToolButton* m_more;
    QToolButton* m_copy;
};

}  // namespace bplf::ui
