// SPDX-License-Identifier: GPL-3.0-or-later
// Tiles of a data set's images: a list view that stays quick with tens of thousands of them.
#pragma once

#include <QCache>
#include <QListView>
#include <QStyledItemDelegate>

namespace bplf::ui {

class ReviewModel;

/// Draws one image with its caption and the mark of a decision. Scaled pictures are kept for a while.
class ReviewTileDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    explicit ReviewTileDelegate(ReviewModel* images, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    const QImage& scaled(qint64 line, int side) const;
    void paintPicture(QPainter* painter, const QRect& box, qint64 line, const QStyleOptionViewItem& option) const;
    void paintMark(QPainter* painter, const QRect& box, qint64 line, const QStyleOptionViewItem& option) const;
    QString caption(qint64 line) const;

    ReviewModel* m_images;
    mutable QCache<qint64, QImage> m_scaled;
};

class ReviewTiles : public QListView {
    Q_OBJECT

  public:
    explicit ReviewTiles(ReviewModel* images, QWidget* parent = nullptr);

    /// Lines of the selected images, rising.
    std::vector<qint64> selectedLines() const;
    /// -1 without one.
    qint64 currentLine() const;
    /// Selects this image alone and scrolls to it; nothing happens when the filter hides it.
    void choose(qint64 line);

  Q_SIGNALS:
    /// The current image, or which ones are selected.
    void chosenChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void remember();
    void chooseRemembered();

    ReviewModel* m_images;
    qint64 m_line = -1;  ///< the image to choose again after a new filter or build …
    std::string m_hash;  ///< … while it is still the same one
};

}  // namespace bplf::ui
