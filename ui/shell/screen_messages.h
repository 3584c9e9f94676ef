// SPDX-License-Identifier: GPL-3.0-or-later
// Messages stay with the screen that they are about.
#pragma once

#include <QObject>
#include <map>

#include "ui/kit/message.h"

namespace bplf::ui {

class MessageBar;
class Screen;

/// Shows in the bar what was last said on the screen in front; what was closed or has gone does not come back.
class ScreenMessages : public QObject {
    Q_OBJECT

  public:
    explicit ScreenMessages(MessageBar* bar, QObject* parent = nullptr);

    /// News from a screen, which may be behind.
    void raise(const Message& message, const Screen* from);
    /// The screen came to the front.
    void show(const Screen* screen);

  private:
    MessageBar* m_bar;
    const Screen* m_front = nullptr;
    std::map<const Screen*, Message> m_last;
};

}  // namespace bplf::ui
