// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/saved_size_edit.h"

#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include "core/sample/request.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kAsDrawn = 7;  ///< one below the smallest width that is offered
constexpr int kStep = 32;

}  // namespace

void storeSavedSize(QVariantMap& state, const SavedSize& size) {
    state[QStringLiteral("savedPixels")] = size.pixels;
    state[QStringLiteral("savedSmooth")] = size.is_smooth;
}

SavedSize storedSavedSize(const QVariantMap& state) {
    SavedSize size = kUsualSavedSize;
    const int pixels = state.value(QStringLiteral("savedPixels"), size.pixels).toInt();
    if (pixels >= 0 && pixels <= kLargestPicture) size.pixels = pixels;
    size.is_smooth = state.value(QStringLiteral("savedSmooth"), size.is_smooth).toBool();
    return size;
}

SavedSizeEdit::SavedSizeEdit(QWidget* parent) : QWidget(parent), m_pixels(new QSpinBox), m_filter(new QComboBox) {
    m_pixels->setRange(kAsDrawn, kLargestPicture);
    m_pixels->setSingleStep(kStep);
    m_pixels->setSpecialValueText(tr("As drawn"));
    m_pixels->setSuffix(tr(" px"));
    m_pixels->setKeyboardTracking(false);
    m_pixels->setAccessibleName(tr("Width of each saved face in pixels"));
    m_pixels->setToolTip(tr("Of each face, in a file of its own, on a sheet or in the clipboard."));
    m_filter->addItems({tr("Smooth"), tr("Square pixels")});
    m_filter->setAccessibleName(tr("How saved faces are enlarged"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(kMargin);
    form->setVerticalSpacing(kGap);
    form->addRow(tr("Width of a face"), m_pixels);
    form->addRow(tr("Enlarged"), m_filter);
    const auto tell = [this] {
        setSize(savedSize());
        Q_EMIT edited(savedSize());
    };
    connect(m_pixels, &QSpinBox::valueChanged, this, tell);
    connect(m_filter, &QComboBox::currentIndexChanged, this, tell);
    setSize(kUsualSavedSize);
}

SavedSize SavedSizeEdit::savedSize() const {
    const int pixels = m_pixels->value() == kAsDrawn ? 0 : m_pixels->value();
    return {.scale = 1, .is_smooth = m_filter->currentIndex() == 0, .pixels = pixels};
}

void SavedSizeEdit::setSize(const SavedSize& size) {
    const QSignalBlocker pixels(m_pixels), filter(m_filter);
    m_pixels->setValue(size.pixels > 0 ? size.pixels : kAsDrawn);
    m_filter->setCurrentIndex(size.is_smooth ? 0 : 1);
    m_filter->setEnabled(size.pixels > 0);
}

}  // namespace bplf::ui
