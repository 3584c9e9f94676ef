// SPDX-License-Identifier: GPL-3.0-or-later
// The strip of states below the screens: a filter, and thumbnails from the newest to the oldest.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;

namespace bplf::ui {

class HistoryModel;

/// Draws one state: its thumbnail, its stars and its title.
class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    explicit HistoryDelegate(HistoryModel* history, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    void paintStars(QPainter* painter, const QRect& box, const QStyleOptionViewItem& option, int stars) const;

    HistoryModel* m_history;
};

class HistoryStrip : public QWidget {
    Q_OBJECT

  public:
    explicit HistoryStrip(HistoryModel* history, QWidget* parent = nullptr);

    QListView* list() const { return m_list; }
    QLineEdit* filter() const { return m_filter; }
    /// The chosen state's row, or -1.
    int chosen() const;

  Q_SIGNALS:
    void restoreRequested(int row);
    void chosenChanged();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fitHeight();
    void applyFilter(const QString& text);
    void showCounts();

    HistoryModel* m_history;
    QLineEdit* m_filter;
    QLabel* m_count;
    QListView* m_list;
    QString m_problem;  ///< of the words in the filter
};

}  // namespace bplf::ui
