// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing other keys for the window's actions, with what already has them shown.
#pragma once

#include <QDialog>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace bplf::ui {

class KeyChoices;

/// Changes hold at once.
class KeysDialog : public QDialog {
    Q_OBJECT

  public:
    /// `choices` outlives the dialog.
    explicit KeysDialog(KeyChoices* choices, QWidget* parent = nullptr);

    QTreeWidget* tree() const { return m_tree; }
    QKeySequenceEdit* field() const { return m_keys; }
    QPushButton* setButton() const { return m_set; }
    QPushButton* resetButton() const { return m_reset; }
    QPushButton* noneButton() const { return m_none; }
    QString problem() const;
    /// Chooses the line of an action.
    void choose(const QAction* action);

  private:
    void fill();
    void showKeys();
    void filter(const QString& text);
    QAction* chosen() const;
    void showChosen();
    void showRivals();

    KeyChoices* m_choices;
    QLineEdit* m_find;
    QTreeWidget* m_tree;
    QKeySequenceEdit* m_keys;
    QLabel* m_problem;
    QPushButton *m_set, *m_none, *m_reset;
};

}  // namespace bplf::ui
