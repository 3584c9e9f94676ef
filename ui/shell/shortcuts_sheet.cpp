// SPDX-License-Identifier: GPL-3.0-or-later
// Two columns of groups in a scroll area.
#include "ui/shell/shortcuts_sheet.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

QString keysOf(const QAction* action) {
    QStringList keys;
    for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

QWidget* groupWidget(const ShortcutsSheet::Group& group) {
    auto* widget = new QWidget;
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, kMargin);
    grid->setVerticalSpacing(4);
    grid->setHorizontalSpacing(kMargin);
    grid->addWidget(heading(group.first), 0, 0, 1, 2);
    int row = 1;
    for (const QAction* action : group.second) {
        if (action->isSeparator() || keysOf(action).isEmpty()) continue;
        auto* keys = mutedLabel(keysOf(action));
        keys->setWordWrap(false);
        grid->addWidget(new QLabel(QString(action->text()).remove(QLatin1Char('&'))), row, 0);
        grid->addWidget(keys, row, 1, Qt::AlignRight);
        ++row;
    }
    grid->setColumnStretch(0, 1);
    return widget;
}

}  // namespace

ShortcutsSheet::ShortcutsSheet(const std::vector<Group>& groups, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* content = new QWidget;
    auto* columns = new QHBoxLayout(content);
    columns->setSpacing(kMargin * 2);
    QVBoxLayout* sides[2] = {new QVBoxLayout, new QVBoxLayout};
    std::size_t lines[2] = {0, 0};
    for (const Group& group : groups) {
        const int side = lines[0] <= lines[1] ? 0 : 1;
        sides[side]->addWidget(groupWidget(group));
        lines[side] += static_cast<std::size_t>(group.second.size()) + 2;
    }
    for (QVBoxLayout* side : sides) {
        side->addStretch(1);
        columns->addLayout(side, 1);
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    auto* hint = mutedLabel(tr("Single letters work while the faces have the focus."), this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(760, 520);
}

}  // namespace bplf::ui
