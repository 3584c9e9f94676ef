// SPDX-License-Identifier: GPL-3.0-or-later
// Rich text is made here from escaped plain text only: file names may contain anything.
#include "ui/kit/message_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

QString iconFor(Message::Severity severity) {
    switch (severity) {
        case Message::Severity::kInformation:
            return QStringLiteral("info");
        case Message::Severity::kWarning:
            return QStringLiteral("warning");
        case Message::Severity::kError:
            return QStringLiteral("error");
    }
    return {};
}

const char* roleFor(Message::Severity severity) {
    return severity == Message::Severity::kError     ? "error"
           : severity == Message::Severity::kWarning ? "warning"
                                                     : "information";
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_leave(new QTimer(this)),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_details(mutedLabel(QString(), this)),
      m_action(new QPushButton(this)),
      m_more(new QToolButton(this)),
      m_copy(quietButton(QStringLiteral("copy"), tr("Copy the message"), this)) {
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setText(tr("Details"));
    m_more->setAccessibleName(tr("Show details"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::TabFocus);
    setRole(m_more, "quiet");
    auto* closer = quietButton(QStringLiteral("close"), tr("Close the message"), this);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_text);
    texts->addWidget(m_details);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kGap, kGap);
    layout->setSpacing(kGap);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_action, 0, Qt::AlignTop);
    layout->addWidget(m_more, 0, Qt::AlignTop);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addWidget(closer, 0, Qt::AlignTop);
    connect(m_more, &QToolButton::toggled, this, &MessageBar::showDetails);
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(text() + QLatin1Char('\n') + m_message.details); });
    connect(m_action, &QPushButton::clicked, this, &MessageBar::act);
    connect(closer, &QToolButton::clicked, this, &MessageBar::close);
    m_leave->setInterval(kInformationMs);
    connect(m_leave, &QTimer::timeout, this, &MessageBar::leave);
    hide();
}

void MessageBar::showMessage(const Message& message) {
    m_message = message;
    showIcon();
    setRole(this, roleFor(message.severity), "severity");
    QString html = QStringLiteral("<b>%1</b>").arg(message.what.toHtmlEscaped());
    if (!message.why.isEmpty()) html += QLatin1Char(' ') + message.why.toHtmlEscaped();
    if (!message.todo.isEmpty()) html += QLatin1Char(' ') + message.todo.toHtmlEscaped();
    m_text->setText(html);
    m_details->setText(message.details);
    m_action->setText(message.action);
    m_action->setVisible(!message.action.isEmpty());
    m_more->setVisible(!message.details.isEmpty());
    m_more->setChecked(false);
    showDetails(false);
    setAccessibleDescription(text());
    show();
    if (message.severity == Message::Severity::kInformation) {
        m_leave->start();
    } else {
        m_leave->stop();
    }
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::close() {
    m_leave->stop();
    hide();
    Q_EMIT closed();
}

/// Closed first: what it does may have news of its own.
void MessageBar::act() {
    const std::function<void()> act = m_message.act;
    close();
    if (act) act();
}

void MessageBar::leave() {
    if (!underMouse() && !m_text->hasSelectedText() && !m_details->isVisible()) close();
}

/// Icons are drawn in the colours of the palette, which a change of theme replaces.
void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !isHidden()) showIcon();
}

void MessageBar::showIcon() {
    m_icon->setPixmap(icon(iconFor(m_message.severity)).pixmap(20, 20));
}

QString MessageBar::text() const {
    if (isHidden()) return {};
    QStringList parts{m_message.what, m_message.why, m_message.todo};
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

void MessageBar::showDetails(bool on) {
    m_details->setVisible(on && !m_message.details.isEmpty());
}

}  // namespace bplf::ui
