// SPDX-License-Identifier: GPL-3.0-or-later
// A bad text is put back rather than guessed at.
#include "ui/kit/seed_edit.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/kit/icons.h"
#include "ui/kit/seed_text.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {

SeedEdit::SeedEdit(QWidget* parent)
    : QWidget(parent),
      m_field(new QLineEdit(this)),
      m_previous(quietButton(QStringLiteral("previous"), tr("Previous seed"), this)),
      m_next(quietButton(QStringLiteral("next"), tr("Next seed"), this)),
      m_dice(quietButton(QStringLiteral("dice"), tr("Random seed"), this)),
      m_lock(quietButton(QStringLiteral("unlock"), tr("Lock the seed"), this)) {
    m_field->setAccessibleName(tr("Seed"));
    m_field->setToolTip(tr("Decimal, or hexadecimal with 0x. Face k of the grid has seed + k."));
    m_field->setMaxLength(24);
    m_lock->setCheckable(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_previous);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_next);
    layout->addWidget(m_dice);
    layout->addWidget(m_lock);
    connect(m_field, &QLineEdit::editingFinished, this, &SeedEdit::commit);
    connect(m_previous, &QToolButton::clicked, this, [this] { stepBy(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { stepBy(1); });
    connect(m_dice, &QToolButton::clicked, this, &SeedEdit::diceRequested);
    connect(m_lock, &QToolButton::toggled, this, [this](bool on) {
        setLocked(on);
        Q_EMIT lockToggled(on);
    });
    showSeed();
}

void SeedEdit::setSeed(quint64 seed) {
    m_seed = seed;
    showSeed();
}

void SeedEdit::setLocked(bool locked) {
    const QSignalBlocker blocker(m_lock);
    m_lock->setChecked(locked);
    m_lock->setIcon(icon(locked ? QStringLiteral("lock") : QStringLiteral("unlock")));
    m_field->setReadOnly(locked);
    for (QToolButton* button : {m_previous, m_next, m_dice}) button->setEnabled(!locked);
}

void SeedEdit::commit() {
    const QString text = m_field->text().trimmed();
    const auto seed = parseSeed(text.toStdString());
    if (seed) m_hexadecimal = text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive);
    if (seed && *seed != m_seed) {
        m_seed = *seed;
        Q_EMIT seedEdited(m_seed);
    }
    showSeed();
}

void SeedEdit::stepBy(qint64 step) {
    m_seed += static_cast<quint64>(step);
    showSeed();
    Q_EMIT seedEdited(m_seed);
}

void SeedEdit::showSeed() {
    m_field->setText(QString::fromStdString(formatSeed(m_seed, m_hexadecimal)));
}

}  // namespace bplf::ui
