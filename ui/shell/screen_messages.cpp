// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screen_messages.h"

#include "ui/kit/message_bar.h"

namespace bplf::ui {

ScreenMessages::ScreenMessages(MessageBar* bar, QObject* parent) : QObject(parent), m_bar(bar) {
    connect(bar, &MessageBar::closed, this, [this] { m_last.erase(m_front); });
}

void ScreenMessages::raise(const Message& message, const Screen* from) {
    m_last[from] = message;
    if (from == m_front) m_bar->showMessage(message);
}

void ScreenMessages::show(const Screen* screen) {
    if (screen == m_front) return;
    m_front = screen;
    const auto found = m_last.find(screen);
    if (found != m_last.end()) {
        m_bar->showMessage(found->second);
    } else {
        m_bar->hide();
    }
}

}  // namespace bplf::ui
