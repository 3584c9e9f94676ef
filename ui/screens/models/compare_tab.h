// SPDX-License-Identifier: GPL-3.0-or-later
// What the chosen model and another one differ in.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QTreeWidget;

namespace bplf::ui {

class ModelShelf;
class ModelStudy;

class CompareTab : public QWidget {
    Q_OBJECT

  public:
    CompareTab(ModelShelf* shelf, ModelStudy* study, QWidget* parent = nullptr);

    QComboBox* others() const { return m_others; }
    QTreeWidget* tree() const { return m_tree; }

  private:
    void fillOthers();
    void refresh();
    void showDifferences();

    ModelShelf* m_shelf;
    ModelStudy* m_study;
    QComboBox* m_others;
    QLabel* m_verdict;
    QTreeWidget* m_tree;
};

}  // namespace bplf::ui
