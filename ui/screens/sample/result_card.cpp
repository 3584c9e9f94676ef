// SPDX-License-Identifier: GPL-3.0-or-later
// Facts as selectable text, so that a seed can be copied.
#include "ui/screens/sample/result_card.h"

#include <QAction>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

#include "ui/kit/accessible.h"
#include "ui/kit/picture.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/sample/sample_model.h"

namespace bplf::ui {
namespace {

/// More values than that are told by their range: the card stays on the screen of a small laptop.
constexpr std::size_t kListedLevels = 4;

QString short3(double value) {
    return QString::number(value, 'g', 3);
}

QString listOf(const std::vector<double>& values) {
    QStringList texts;
    for (const double value : values) texts << short3(value);
    return texts.join(QStringLiteral(" · "));
}

QString rangeOf(const std::vector<double>& values) {
    const auto [low, high] = std::ranges::minmax(values);
    return low == high ? short3(low) : ResultCard::tr("%1 to %2").arg(short3(low), short3(high));
}

}  // namespace

ResultCard::ResultCard(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      m_picture(new Picture(tr("Selected face"), this)),
      m_facts(new QWidget(this)),
      m_hint(mutedLabel(tr("Click a face, or use the arrow keys, to see its facts and keep it."), this)) {
    m_picture->setPreferredSide(104);
    m_picture->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* form = new QFormLayout(m_facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(kMargin);
    form->setVerticalSpacing(2);
    m_seed = addLine(form, tr("Seed"));
    m_mix = addLine(form, tr("Label"));
    m_temperature = addLine(form, tr("Temperature"));
    m_bits = addLine(form, tr("Bits/dim"));
    m_hash = addLine(form, tr("SHA-256"));
    m_hash->setToolTip(tr("First digits of the pixels' hash: equal hashes, equal pictures."));

    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(m_picture, 0, Qt::AlignTop);
    top->addWidget(m_facts, 1, Qt::AlignTop);
    top->addWidget(m_hint, 1, Qt::AlignVCenter);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QAction* action : actions) buttons->addWidget(actionButton(action, this));
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addLayout(top);
    layout->addLayout(buttons);
    showCell(nullptr);
}

QLabel* ResultCard::addLine(QFormLayout* form, const QString& name) {
    auto* value = new QLabel(m_facts);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setWordWrap(true);
    value->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* label = mutedLabel(name, m_facts);
    label->setWordWrap(false);
    setAccessibleValue(value, name, label);
    form->addRow(label, value);
    return value;
}

void ResultCard::showCell(const Cell* cell) {
    m_facts->setVisible(cell != nullptr);
    m_hint->setVisible(cell == nullptr);
    m_picture->setImage(cell != nullptr ? cell->image : Image());
    if (cell == nullptr) return;
    m_seed->setText(QString::number(cell->seed));
    const QString mix = mixText(cell->look.mix, 3);
    const double intensity = cell->look.intensity.value_or(1);
    m_mix->setText(intensity == 1 ? mix : tr("%1 × %2").arg(mix).arg(intensity, 0, 'g', 3));
    m_mix->setToolTip(tr("Label mix × intensity"));
    const QString temperatures = listOf(cell->look.temperature);
    const bool fits = cell->look.temperature.size() <= kListedLevels;
    m_temperature->setText(fits ? temperatures : rangeOf(cell->look.temperature));
    m_temperature->setToolTip(tr("Temperature per level, fine to coarse: %1").arg(temperatures));
    m_bits->setText(tr("%1").arg(cell->bits_per_dim, 0, 'f', 3));
    m_hash->setText(QString::fromStdString(cell->sha256.substr(0, 8)));
}

}  // namespace bplf::ui
