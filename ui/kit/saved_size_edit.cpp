// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/saved_size_edit.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

namespace bplf::ui {

SavedSizeEdit::SavedSizeEdit(QWidget* parent)
    : QWidget(parent), m_scale(new QSpinBox), m_smooth(new QCheckBox(tr("Smooth when enlarged"))) {
    m_scale->setRange(1, 8);
    m_scale->setPrefix(QStringLiteral("× "));
    m_scale->setAccessibleName(tr("Enlargement of saved pictures"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Size"), m_scale);
    form->addRow(m_smooth);
    const auto tell = [this] { Q_EMIT edited(size()); };
    connect(m_scale, &QSpinBox::valueChanged, this, tell);
    connect(m_smooth, &QCheckBox::toggled, this, tell);
}

SavedSize SavedSizeEdit::size() const {
    return {.scale = m_scale->value(), .is_smooth = m_smooth->isChecked()};
}

void SavedSizeEdit::setSize(const SavedSize& size) {
    const QSignalBlocker guard(this);
    m_scale->setValue(size.scale);
    m_smooth->setChecked(size.is_smooth);
}

}  // namespace bplf::ui
