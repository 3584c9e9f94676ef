// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the Curves screen as a tree: filter, check boxes, solo, colours. Also the plots' legend.
#pragma once

#include <QWidget>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace bplf::ui {

class CurveStore;

/// Shows and edits a CurveStore; owns no state of its own but the filter. Double click or S = solo.
class CurvesRunList : public QWidget {
    Q_OBJECT

  public:
    explicit CurvesRunList(CurveStore* store, QWidget* parent = nullptr);

    QString filter() const;
    void setFilter(const QString& text);
    QTreeWidget* tree() const { return m_tree; }

  private:
    void update();
    void rebuild();
    void refreshItems();
    void applyFilter();
    QTreeWidgetItem* folderItem(const QString& path);
    void showMenu(const QPoint& place);
    void chooseColor(int run);

    CurveStore* m_store;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    QStringList m_names;
    bool m_isUpdating = false;
};

}  // namespace bplf::ui
