// SPDX-License-Identifier: GPL-3.0-or-later
// Filtering goes through all images once; a growing set only through the new ones.
#include "ui/screens/data/review_model.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/collect/source.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/review_decisions.h"

namespace bplf::ui {
namespace {

/// About 130 MB of pictures at 48×48; a finished set maps its file instead.
constexpr std::size_t kMostLivePictures = 60'000;

}  // namespace

ReviewModel::ReviewModel(ReviewDecisions* decisions, QObject* parent)
    : QAbstractListModel(parent), m_decisions(decisions) {
    connect(decisions, &ReviewDecisions::changed, this, &ReviewModel::decisionsChanged);
}

void ReviewModel::clear() {
    m_items.clear();
    m_pictures.clear();
    m_review.reset();
    m_labels.clear();
    refilter();
}

void ReviewModel::append(const std::vector<ReviewItem>& items) {
    std::vector<int> rows;
    for (const ReviewItem& item : items) {
        const qint64 line = total();
        m_pictures.push_back(item.picture);
        if (m_pictures.size() > kMostLivePictures) m_pictures.pop_front();
        m_items.push_back(item);
        m_items.back().picture = {};
        addLabel(QString::fromStdString(item.label));
        if (!passesLabelAndText(item)) continue;
        ++m_reasons[QString::fromStdString(item.reason)];
        ++m_matching;
        if (passes(line)) rows.push_back(static_cast<int>(line));
    }
    if (!rows.empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        endInsertRows();
    }
    Q_EMIT countsChanged();
}

void ReviewModel::show(const Review& review, std::vector<ReviewItem> items) {
    m_review = review;
    m_pictures.clear();
    m_items = std::move(items);
    m_labels.clear();
    m_classes.clear();
    for (const std::string& name : review.class_names()) m_classes << QString::fromStdString(name);
    m_labels = m_classes;
    for (const ReviewItem& item : m_items) addLabel(QString::fromStdString(item.label));
    countPending();
    refilter();
}

void ReviewModel::addLabel(const QString& label) {
    if (!label.isEmpty() && !m_labels.contains(label)) m_labels << label;
}

bool ReviewModel::passesLabelAndText(const ReviewItem& item) const {
    if (!m_filter.label.isEmpty() && QString::fromStdString(item.label) != m_filter.label) return false;
    if (m_filter.text.isEmpty()) return true;
    return QString::fromStdString(item.source + '/' + item.id).contains(m_filter.text, Qt::CaseInsensitive);
}

bool ReviewModel::passes(qint64 line) const {
    const ReviewItem& one = item(line);
    if (!m_filter.reason.isEmpty() && QString::fromStdString(one.reason) != m_filter.reason) return false;
    return !m_filter.isPendingOnly || isPendingAt(line);
}

void ReviewModel::refilter() {
    beginResetModel();
    m_rows.clear();
    m_reasons.clear();
    m_matching = 0;
    for (qint64 line = 0; line < total(); ++line) {
        if (!passesLabelAndText(item(line))) continue;
        ++m_reasons[QString::fromStdString(item(line).reason)];
        ++m_matching;
        if (passes(line)) m_rows.push_back(static_cast<int>(line));
    }
    endResetModel();
    Q_EMIT countsChanged();
}

void ReviewModel::setFilter(const ReviewFilter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    refilter();
}

void ReviewModel::countPending() {
    std::unordered_set<std::string_view> hashes;
    for (const ReviewItem& item : m_items) {
        if (!item.decided && m_decisions->all().empty()) continue;
        if (isPending(item, m_decisions->find(item.pixel_sha256))) hashes.insert(item.pixel_sha256);
    }
    m_pending = static_cast<int>(hashes.size());
}

void ReviewModel::decisionsChanged() {
    countPending();
    // The list of what is pending keeps the images it shows until it is chosen again, so that a decision can be
    // looked at and taken back.
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT countsChanged();
}

Image ReviewModel::picture(qint64 line) const {
    if (m_review) return m_review->picture(line);
    const auto dropped = static_cast<qint64>(m_items.size() - m_pictures.size());
    return line < dropped ? Image() : m_pictures[static_cast<std::size_t>(line - dropped)];
}

const Override* ReviewModel::decision(qint64 line) const {
    return m_decisions->find(item(line).pixel_sha256);
}

bool ReviewModel::isPendingAt(qint64 line) const {
    return isPending(item(line), decision(line));
}

qint64 ReviewModel::lineAt(const QModelIndex& index) const {
    return index.isValid() && index.row() < rowCount() ? m_rows[static_cast<std::size_t>(index.row())] : -1;
}

int ReviewModel::rowOf(qint64 line) const {
    const auto found = std::ranges::lower_bound(m_rows, static_cast<int>(line));
    return found != m_rows.end() && *found == line ? static_cast<int>(found - m_rows.begin()) : -1;
}

int ReviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ReviewModel::data(const QModelIndex& index, int role) const {
    const qint64 line = lineAt(index);
    if (line < 0) return {};
    const ReviewItem& one = item(line);
    if (role == kLineRole) return line;
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole || role == Qt::DisplayRole)
        return tr("%1, %2, %3")
            .arg(QString::fromStdString(one.id), QString::fromStdString(one.label), reasonTitle(one.reason));
    return {};
}

QString reasonTitle(const std::string& word) {
    return titled(word).replace(QLatin1Char('_'), QLatin1Char(' '));
}

}  // namespace bplf::ui
