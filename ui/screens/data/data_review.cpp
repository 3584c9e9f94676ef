// SPDX-License-Identifier: GPL-3.0-or-later
// The lists follow the model's counts; choosing in them sets the model's filter.
#include "ui/screens/data/data_review.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScopedValueRollback>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/collect/reasons.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/review_tiles.h"

namespace bplf::ui {
namespace {

constexpr int kWordRole = Qt::UserRole;
const QString kPending = QStringLiteral("pending");

struct FactRow {
    QString word, text, meaning;
    qint64 count;
};

/// All, what waits, then the reasons that occur, in the order of the pipeline's steps.
std::vector<FactRow> rowsOf(const ReviewModel& images) {
    std::vector<FactRow> rows{
        {QString(), DataReview::tr("All"), DataReview::tr("Every image that was read."), images.matching()}};
    if (images.pending() > 0 || images.filter().isPendingOnly)
        rows.push_back({kPending, DataReview::tr("Your decisions"),
                        DataReview::tr("Images whose decision waits for the next build."), images.pending()});
    for (const Reason& reason : closed_reasons()) {
        const QString word = QString::fromStdString(reason.word);
        const auto found = images.reasons().find(word);
        const bool isChosen = images.filter().reason == word;
        if (found == images.reasons().end() && !isChosen) continue;
        rows.push_back({word, reasonTitle(reason.word), QString::fromStdString(reason.meaning),
                        found == images.reasons().end() ? 0 : found->second});
    }
    return rows;
}

}  // namespace

DataReview::DataReview(DataModel* model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_reasons(new QTreeWidget),
      m_labels(new QComboBox),
      m_text(new QLineEdit),
      m_count(mutedLabel(QString())),
      m_tiles(new ReviewTiles(model->images())) {
    auto* right = new QVBoxLayout;
    right->setSpacing(6);
    right->addWidget(makeFilters());
    right->addWidget(m_tiles, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(makeReasons());
    layout->addLayout(right, 1);
    connect(model->images(), &ReviewModel::countsChanged, this, &DataReview::refresh);
    refresh();
}

QWidget* DataReview::makeReasons() {
    m_reasons->setColumnCount(2);
    m_reasons->setHeaderHidden(true);
    m_reasons->setRootIsDecorated(false);
    m_reasons->setUniformRowHeights(true);
    setRole(m_reasons, "reasons");
    m_reasons->setAccessibleName(tr("What became of the images"));
    m_reasons->header()->setStretchLastSection(false);
    m_reasons->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_reasons->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_reasons->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_reasons->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("ferplus_unknown 000,000")) + 5 * kGap);
    connect(m_reasons, &QTreeWidget::currentItemChanged, this, &DataReview::applyFilter);
    return m_reasons;
}

QWidget* DataReview::makeFilters() {
    auto* bar = new QWidget;
    m_labels->setAccessibleName(tr("Label"));
    m_labels->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_text->setAccessibleName(tr("Part of the path"));
    m_text->setPlaceholderText(tr("Part of the path or name"));
    m_text->setClearButtonEnabled(true);
    m_count->setWordWrap(false);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(m_labels);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_count);
    connect(m_labels, &QComboBox::activated, this, &DataReview::applyFilter);
    connect(m_text, &QLineEdit::textChanged, this, &DataReview::applyFilter);
    return bar;
}

void DataReview::refresh() {
    const QScopedValueRollback guard(m_isUpdating, true);
    showReasons();
    showLabels();
    const QString& text = m_model->images()->filter().text;
    if (m_text->text().trimmed() != text) m_text->setText(text);
    const int shown = m_model->images()->rowCount();
    m_count->setText(shown == 1 ? tr("1 image") : tr("%1 images").arg(QLocale().toString(shown)));
}

void DataReview::showReasons() {
    const std::vector<FactRow> rows = rowsOf(*m_model->images());
    const ReviewFilter& filter = m_model->images()->filter();
    const QString chosen = filter.isPendingOnly ? kPending : filter.reason;
    // Rows are changed in place: the counts of a growing set move ten times a second.
    while (m_reasons->topLevelItemCount() > static_cast<int>(rows.size()))
        delete m_reasons->takeTopLevelItem(m_reasons->topLevelItemCount() - 1);
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const FactRow& row = rows[static_cast<std::size_t>(i)];
        QTreeWidgetItem* item = m_reasons->topLevelItem(i);
        if (item == nullptr) item = new QTreeWidgetItem(m_reasons);
        item->setData(0, kWordRole, row.word);
        item->setText(0, row.text);
        item->setText(1, QLocale().toString(row.count));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(0, row.meaning);
        if (row.word == chosen) m_reasons->setCurrentItem(item);
    }
}

void DataReview::showLabels() {
    const ReviewModel& images = *m_model->images();
    QStringList labels{tr("All labels")};
    labels << images.labels();
    QStringList now;
    for (int i = 0; i < m_labels->count(); ++i) now << m_labels->itemText(i);
    if (now != labels) {
        m_labels->clear();
        m_labels->addItems(labels);
    }
    m_labels->setCurrentIndex(std::max<int>(0, static_cast<int>(images.labels().indexOf(images.filter().label)) + 1));
}

void DataReview::applyFilter() {
    if (m_isUpdating) return;
    const QTreeWidgetItem* row = m_reasons->currentItem();
    const QString word = row == nullptr ? QString() : row->data(0, kWordRole).toString();
    const QString label = m_labels->currentIndex() > 0 ? m_labels->currentText() : QString();
    setFilter(word, label, m_text->text().trimmed());
}

void DataReview::setFilter(const QString& reason, const QString& label, const QString& text) {
    ReviewFilter filter;
    filter.isPendingOnly = reason == kPending;
    if (!filter.isPendingOnly) filter.reason = reason;
    filter.label = label;
    filter.text = text;
    m_model->images()->setFilter(filter);
}

}  // namespace bplf::ui
