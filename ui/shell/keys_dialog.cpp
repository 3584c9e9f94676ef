// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keys_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/shell/key_choices.h"

namespace bplf::ui {
namespace {

constexpr int kActionRole = Qt::UserRole;

QString plain(const QString& text) {
    return QString(text).remove(QLatin1Char('&'));
}

QString shownKeys(const QAction* action) {
    QStringList keys;
    for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

QAction* actionOf(const QTreeWidgetItem* item) {
    return item == nullptr ? nullptr : item->data(0, kActionRole).value<QAction*>();
}

}  // namespace

KeysDialog::KeysDialog(KeyChoices* choices, QWidget* parent)
    : QDialog(parent),
      m_choices(choices),
      m_find(new QLineEdit),
      m_tree(new QTreeWidget),
      m_keys(new QKeySequenceEdit),
      m_problem(mutedLabel({})),
      m_set(new QPushButton(tr("&Set"))),
      m_none(new QPushButton(tr("&No keys"))),
      m_reset(new QPushButton(tr("&As they were"))) {
    setWindowTitle(tr("Change keys"));
    m_find->setPlaceholderText(tr("Find a command"));
    m_find->setAccessibleName(tr("Find a command"));
    m_find->setClearButtonEnabled(true);
    m_tree->setHeaderLabels({tr("Command"), tr("Keys")});
    m_tree->setAccessibleName(tr("Commands"));
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_keys->setAccessibleName(tr("New keys"));
    setAccessibleValue(m_problem, tr("Who has these keys"));
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("New &keys"));
    label->setBuddy(m_keys);
    line->addWidget(label);
    line->addWidget(m_keys, 1);
    for (QPushButton* button : {m_set, m_none, m_reset}) {
        button->setAutoDefault(false);
        line->addWidget(button);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_find);
    layout->addWidget(m_tree, 1);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(m_find, &QLineEdit::textChanged, this, &KeysDialog::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &KeysDialog::showChosen);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &KeysDialog::showRivals);
    const auto change = [this](auto make) {
        return [this, make] {
            if (QAction* action = chosen()) make(action);
            showKeys();
            showChosen();
        };
    };
    connect(m_set, &QPushButton::clicked, this,
            change([this](QAction* action) { m_choices->set(action, {m_keys->keySequence()}); }));
    connect(m_none, &QPushButton::clicked, this, change([this](QAction* action) { m_choices->set(action, {}); }));
    connect(m_reset, &QPushButton::clicked, this, change([this](QAction* action) { m_choices->reset(action); }));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill();
    showChosen();
    resize(620, 560);
}

void KeysDialog::fill() {
    for (const auto& [group, actions] : m_choices->groups()) {
        auto* top = new QTreeWidgetItem(m_tree, {group});
        top->setFlags(Qt::ItemIsEnabled);
        for (QAction* action : actions) {
            if (action->isSeparator()) continue;
            auto* item = new QTreeWidgetItem(top, {plain(action->text())});
            item->setData(0, kActionRole, QVariant::fromValue(action));
        }
        top->setExpanded(true);
    }
    showKeys();
}

void KeysDialog::showKeys() {
    for (QTreeWidgetItemIterator item(m_tree); *item != nullptr; ++item) {
        const QAction* action = actionOf(*item);
        if (action == nullptr) continue;
        (*item)->setText(1, shownKeys(action));
        QFont font = m_tree->font();
        font.setBold(m_choices->isChosen(action));
        (*item)->setFont(1, font);
    }
}

void KeysDialog::filter(const QString& text) {
    for (QTreeWidgetItemIterator item(m_tree); *item != nullptr; ++item) {
        if (actionOf(*item) == nullptr) continue;
        (*item)->setHidden(!(*item)->text(0).contains(text, Qt::CaseInsensitive) &&
                           !(*item)->text(1).contains(text, Qt::CaseInsensitive));
    }
}

QAction* KeysDialog::chosen() const {
    return actionOf(m_tree->currentItem());
}

void KeysDialog::choose(const QAction* action) {
    for (QTreeWidgetItemIterator item(m_tree); *item != nullptr; ++item)
        if (actionOf(*item) == action && action != nullptr) return m_tree->setCurrentItem(*item);
}

void KeysDialog::showChosen() {
    const QAction* action = chosen();
    m_keys->setEnabled(action != nullptr);
    m_keys->setKeySequence(action != nullptr ? action->shortcut() : QKeySequence());
    m_none->setEnabled(action != nullptr && !action->shortcuts().isEmpty());
    m_reset->setEnabled(action != nullptr && m_choices->isChosen(action));
    showRivals();
}

void KeysDialog::showRivals() {
    const QAction* action = chosen();
    const QKeySequence key = m_keys->keySequence();
    m_set->setEnabled(action != nullptr && !key.isEmpty() && !action->shortcuts().contains(key));
    QStringList names;
    if (action != nullptr)
        for (const QAction* rival : m_choices->rivals(action, key)) names << plain(rival->text());
    setRole(m_problem, names.isEmpty() ? "muted" : "problem");
    m_set->setText(names.isEmpty() ? tr("&Set") : tr("&Take them from there"));
    m_problem->setText(
        names.isEmpty() ? tr("Choose a command, then press its new keys.")
                        : tr("%1: %2").arg(key.toString(QKeySequence::NativeText), names.join(QStringLiteral(", "))));
}

QString KeysDialog::problem() const {
    return m_set->text() == tr("&Set") ? QString() : m_problem->text();
}

}  // namespace bplf::ui
