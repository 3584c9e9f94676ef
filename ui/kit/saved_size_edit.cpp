// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/saved_size_edit.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include "core/sample/request.h"

namespace bplf::ui {
namespace {

constexpr int kByScale = 7;  ///< one below the smallest width that is offered

}  // namespace

SavedSizeEdit::SavedSizeEdit(QWidget* parent)
    : QWidget(parent),
      m_scale(new QSpinBox),
      m_smooth(new QCheckBox(tr("Smooth when enlarged"))),
      m_pixels(new QSpinBox) {
    m_scale->setRange(1, 8);
    m_scale->setPrefix(QStringLiteral("× "));
    m_scale->setAccessibleName(tr("Enlargement of saved pictures"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Size"), m_scale);
    form->addRow(m_smooth);
    m_pixels->setRange(kByScale, kLargestPicture);
    m_pixels->setSpecialValueText(tr("By the scale"));
    m_pixels->setSuffix(tr(" px"));
    m_pixels->setKeyboardTracking(false);
    m_pixels->setAccessibleName(tr("Width of saved pictures in pixels"));
    form->addRow(tr("Width"), m_pixels);
    const auto tell = [this] {
        setSize(size());
        Q_EMIT edited(size());
    };
    connect(m_pixels, &QSpinBox::valueChanged, this, tell);
    connect(m_scale, &QSpinBox::valueChanged, this, tell);
    connect(m_smooth, &QCheckBox::toggled, this, tell);
}

SavedSize SavedSizeEdit::size() const {
    const int pixels = m_pixels->value() == kByScale ? 0 : m_pixels->value();
    return {.scale = m_scale->value(), .is_smooth = m_smooth->isChecked(), .pixels = pixels};
}

void SavedSizeEdit::setSize(const SavedSize& size) {
    const QSignalBlocker guard(this);
    m_scale->setValue(size.scale);
    m_smooth->setChecked(size.is_smooth);
    m_pixels->setValue(size.pixels > 0 ? size.pixels : kByScale);
    m_scale->setEnabled(size.pixels == 0);
    m_smooth->setEnabled(size.pixels == 0);
}

}  // namespace bplf::ui
