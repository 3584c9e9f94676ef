// SPDX-License-Identifier: GPL-3.0-or-later
// The images of the shown set: reasons with their counts, filters, and the tiles.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTreeWidget;

namespace bplf::ui {

class DataModel;
class ReviewTiles;

class DataReview : public QWidget {
    Q_OBJECT

  public:
    explicit DataReview(DataModel* model, QWidget* parent = nullptr);

    ReviewTiles* tiles() const { return m_tiles; }
    /// As if chosen in the lists; an empty reason shows all, "pending" what waits for the next build.
    void setFilter(const QString& reason, const QString& label = {}, const QString& text = {});

  private:
    QWidget* makeReasons();
    QWidget* makeFilters();
    void refresh();
    void showReasons();
    void showLabels();
    void applyFilter();

    DataModel* m_model;
    QTreeWidget* m_reasons;
    QComboBox* m_labels;
    QLineEdit* m_text;
    QLabel* m_count;
    ReviewTiles* m_tiles;
    bool m_isUpdating = false;
};

}  // namespace bplf::ui
