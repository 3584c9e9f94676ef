// SPDX-License-Identifier: GPL-3.0-or-later
// The F1 sheet: every action with its keys, made from the actions themselves.
#pragma once

#include <QDialog>
#include <utility>
#include <vector>

class QAction;

namespace bplf::ui {

class ShortcutsSheet : public QDialog {
    Q_OBJECT

  public:
    using Group = std::pair<QString, QList<QAction*>>;
    explicit ShortcutsSheet(const std::vector<Group>& groups, QWidget* parent = nullptr);
};

}  // namespace bplf::ui
