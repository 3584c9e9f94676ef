// SPDX-License-Identifier: GPL-3.0-or-later
// Checkable push buttons with arrows between them.
#include "ui/kit/chip_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {

ChipBar::ChipBar(const QStringList& steps, QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(6);
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (i > 0) {
            auto* arrow = mutedLabel(QStringLiteral("›"), this);
            arrow->setWordWrap(false);
            layout->addWidget(arrow);
        }
        auto* chip = new QPushButton(steps[i], this);
        chip->setCheckable(true);
        chip->setAccessibleName(tr("Step %1: %2").arg(i + 1).arg(steps[i]));
        setRole(chip, "chip");
        m_group->addButton(chip, static_cast<int>(i));
        layout->addWidget(chip);
    }
    layout->addStretch(1);
    connect(m_group, &QButtonGroup::idClicked, this, &ChipBar::chosen);
}

void ChipBar::setReached(int last) {
    for (QAbstractButton* chip : m_group->buttons()) chip->setEnabled(m_group->id(chip) <= last);
}

void ChipBar::setCurrent(int index) {
    if (QAbstractButton* chip = m_group->button(index)) chip->setChecked(true);
}

int ChipBar::current() const {
    return m_group->checkedId();
}

}  // namespace bplf::ui
