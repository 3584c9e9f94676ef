// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/tensors_tab.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/histogram_view.h"
#include "ui/screens/models/model_study.h"
#include "ui/screens/models/model_words.h"
#include "ui/screens/models/tensor_table.h"

namespace bplf::ui {
namespace {

constexpr int kNameWidth = 300, kRowHeight = 24;

}  // namespace

TensorsTab::TensorsTab(ModelStudy* study, QWidget* parent)
    : QWidget(parent),
      m_study(study),
      m_table(new TensorTable(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_filter(new QLineEdit),
      m_count(mutedLabel(QString())),
      m_view(new QTableView),
      m_histogram(new HistogramView) {
    m_filter->setPlaceholderText(tr("Search by name"));
    m_filter->setAccessibleName(tr("Search tensors by name"));
    m_filter->setClearButtonEnabled(true);
    setAccessibleValue(m_count, tr("Tensors"));
    m_sorted->setSourceModel(m_table);
    m_sorted->setSortRole(TensorTable::kSortRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_sorted);
    m_view->setAccessibleName(tr("Tensors of the model"));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_view->horizontalHeader()->setStretchLastSection(true);
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_histogram);
    connect(m_filter, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, this, &TensorsTab::tellCount);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TensorsTab::showChosen);
    connect(study, &ModelStudy::tensorsChanged, this, &TensorsTab::refresh);
}

void TensorsTab::showEvent(QShowEvent* event) {
    m_study->readTensors();
    QWidget::showEvent(event);
}

void TensorsTab::refresh() {
    m_table->setTensors(m_study->tensors().value);
    m_view->setColumnWidth(TensorTable::kName, kNameWidth);
    for (int column = TensorTable::kType; column < TensorTable::kNotFinite; ++column)
        m_view->resizeColumnToContents(column);
    if (isVisible()) m_study->readTensors();
    tellCount();
    showChosen();
}

void TensorsTab::tellCount() {
    const auto& found = m_study->tensors();
    if (found.isUnderWay)
        m_count->setText(tr("Reading…"));
    else if (found.problem)
        m_count->setText(QString::fromUtf8(found.problem->what()));
    else if (m_sorted->rowCount() == m_table->rowCount())
        m_count->setText(tr("%1 tensors").arg(countWords(m_table->rowCount())));
    else
        m_count->setText(tr("%1 of %2 tensors").arg(countWords(m_sorted->rowCount()), countWords(m_table->rowCount())));
}

void TensorsTab::showChosen() {
    const QModelIndex chosen = m_sorted->mapToSource(m_view->currentIndex());
    if (!chosen.isValid()) return m_histogram->show({}, {});
    const inspect::TensorFacts& tensor = m_table->tensor(chosen.row());
    m_histogram->show(QString::fromStdString(tensor.name), tensor.histogram);
}

}  // namespace bplf::ui
