// SPDX-License-Identifier: GPL-3.0-or-later
// The title is a button, so that the keyboard can fold it.
#include "ui/kit/section.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(new QToolButton(this)), m_body(new QWidget(this)) {
    m_title->setCheckable(true);
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_title->setIconSize({14, 14});
    setRole(m_title, "section");
    setTitle(title);

    auto* titleLine = new QHBoxLayout;
    titleLine->setObjectName(QStringLiteral("titleLine"));
    titleLine->setSpacing(4);
    titleLine->addWidget(m_title, 1);
    m_content = new QVBoxLayout(m_body);
    m_content->setContentsMargins(2, 2, 0, 6);
    m_content->setSpacing(kGap);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(titleLine);
    layout->addWidget(m_body);
    connect(m_title, &QToolButton::toggled, this, [this](bool on) {
        m_title->setIcon(icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        m_body->setVisible(on);
        Q_EMIT expandedChanged(on);
    });
    m_title->setIcon(icon(QStringLiteral("chevron-right")));
    m_body->hide();
    setExpanded(true);
}

void Section::setTitle(const QString& title) {
    m_title->setText(title);
    m_title->setAccessibleName(tr("Section %1").arg(title));
}

void Section::addTitleWidget(QWidget* widget) {
    static_cast<QHBoxLayout*>(layout()->itemAt(0)->layout())->addWidget(widget);
}

bool Section::isExpanded() const {
    return m_title->isChecked();
}
void Section::setExpanded(bool expanded) {
    m_title->setChecked(expanded);
}

}  // namespace bplf::ui
