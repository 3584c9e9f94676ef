// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen model's tensors: a table to search and sort, and how the chosen one's numbers lie.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace bplf::ui {

class HistogramView;
class ModelStudy;
class TensorTable;

class TensorsTab : public QWidget {
    Q_OBJECT

  public:
    explicit TensorsTab(ModelStudy* study, QWidget* parent = nullptr);

    QTableView* table() const { return m_view; }
    QLineEdit* filter() const { return m_filter; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void tellCount();
    void showChosen();

    ModelStudy* m_study;
    TensorTable* m_table;
    QSortFilterProxyModel* m_sorted;
    QLineEdit* m_filter;
    QLabel* m_count;
    QTableView* m_view;
    HistogramView* m_histogram;
};

}  // namespace bplf::ui
