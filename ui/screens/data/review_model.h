// SPDX-License-Identifier: GPL-3.0-or-later
// The images of a growing or built data set as a filtered list; their pictures on demand.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/collect/review.h"

namespace bplf::ui {

class ReviewDecisions;

/// Which images are shown. Empty texts and false let everything through.
struct ReviewFilter {
    QString reason;
    QString label;
    QString text;                ///< part of source and id; case does not matter
    bool isPendingOnly = false;  ///< images whose decision waits for the next build
    bool operator==(const ReviewFilter&) const = default;
};

/// Rows are the images that pass the filter, in the order of their lines. Lives on the UI thread.
class ReviewModel : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role { kLineRole = Qt::UserRole };

    /// `decisions` outlives the model.
    explicit ReviewModel(ReviewDecisions* decisions, QObject* parent = nullptr);

    void clear();
    /// Images of a build that goes on, with their pictures. Precondition: their lines follow those already here.
    void append(const std::vector<ReviewItem>& items);
    /// A finished build takes the place of everything. `items` are all of the review's.
    void show(const Review& review, std::vector<ReviewItem> items);

    const ReviewFilter& filter() const { return m_filter; }
    void setFilter(const ReviewFilter& filter);
    /// How many images have each reason among those that pass label and text.
    const std::map<QString, qint64>& reasons() const { return m_reasons; }
    qint64 matching() const { return m_matching; }  ///< sum of reasons()
    qint64 total() const { return static_cast<qint64>(m_items.size()); }
    /// Every label that occurs; the classes first, once they are known.
    const QStringList& labels() const { return m_labels; }
    /// What an image may be relabelled to; empty until the first build is finished.
    const QStringList& classes() const { return m_classes; }
    /// Different images whose decisions wait for the next build.
    int pending() const { return m_pending; }

    /// Precondition: 0 <= line < total().
    const ReviewItem& item(qint64 line) const { return m_items.at(static_cast<std::size_t>(line)); }
    /// Empty where there is none, or no more: of a very large growing set only the newest are kept.
    Image picture(qint64 line) const;
    const Override* decision(qint64 line) const;
    bool isPendingAt(qint64 line) const;
    qint64 lineAt(const QModelIndex& index) const;
    /// -1 where the filter hides it.
    int rowOf(qint64 line) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  Q_SIGNALS:
    void countsChanged();

  private:
    bool passesLabelAndText(const ReviewItem& item) const;
    bool passes(qint64 line) const;
    void addLabel(const QString& label);
    void refilter();
    void countPending();
    void decisionsChanged();

    ReviewDecisions* m_decisions;
    std::vector<ReviewItem> m_items;  ///< without pictures; the place is the line
    std::vector<int> m_rows;          ///< line of each row, rising
    std::deque<Image> m_pictures;     ///< of a growing set: the newest ones
    std::optional<Review> m_review;
    ReviewFilter m_filter;
    std::map<QString, qint64> m_reasons;
    qint64 m_matching = 0;
    QStringList m_labels, m_classes;
    int m_pending = 0;
};

/// A reason's word in the manifest as words of the window: "Label conflict" of label_conflict.
QString reasonTitle(const std::string& word);

}  // namespace bplf::ui
