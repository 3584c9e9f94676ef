// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/compare_tab.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <algorithm>
#include <cmath>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_shelf.h"
#include "ui/screens/models/model_study.h"
#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

constexpr int kKeyWidth = 320, kValueWidth = 240;

QTreeWidgetItem* differenceGroup(QTreeWidget* tree, const QString& title) {
    auto* item = new QTreeWidgetItem(tree, {title});
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

QString valueOf(const std::optional<std::string>& value) {
    return value ? QString::fromStdString(*value) : CompareTab::tr("(not there)");
}

void addFacts(QTreeWidgetItem* group, const std::vector<inspect::FactDifference>& facts) {
    for (const inspect::FactDifference& fact : facts) {
        auto* item =
            new QTreeWidgetItem(group, {QString::fromStdString(fact.key), valueOf(fact.first), valueOf(fact.second)});
        for (int column = 0; column < 3; ++column) item->setToolTip(column, item->text(column).left(2000));
    }
}

QStringList tensorRow(const inspect::TensorDifference& tensor) {
    const QString name = QString::fromStdString(tensor.name);
    if (!tensor.reason.empty()) return {name, QString::fromStdString(tensor.reason)};
    const QString size = std::isfinite(tensor.relative_l2)
                             ? CompareTab::tr("by %1 of its length").arg(QString::number(tensor.relative_l2, 'g', 4))
                             : CompareTab::tr("is zero here alone");
    return {name, size, CompareTab::tr("at most by %1").arg(QString::number(tensor.largest, 'g', 4))};
}

/// What differs most comes first; what cannot be compared before that.
std::vector<inspect::TensorDifference> byDistance(std::vector<inspect::TensorDifference> tensors) {
    std::ranges::stable_sort(tensors, [](const auto& a, const auto& b) {
        if (a.reason.empty() != b.reason.empty()) return b.reason.empty();
        return a.relative_l2 > b.relative_l2;
    });
    return tensors;
}

}  // namespace

CompareTab::CompareTab(ModelShelf* shelf, ModelStudy* study, QWidget* parent)
    : QWidget(parent),
      m_shelf(shelf),
      m_study(study),
      m_others(new QComboBox),
      m_verdict(mutedLabel(QString())),
      m_tree(new QTreeWidget) {
    m_others->setAccessibleName(tr("Compare with"));
    setAccessibleValue(m_verdict, tr("Result of the comparison"));
    m_tree->setAccessibleName(tr("Differences"));
    m_tree->setHeaderLabels({tr("What"), tr("This model"), tr("The other")});
    m_tree->setColumnWidth(0, kKeyWidth);
    m_tree->setColumnWidth(1, kValueWidth);
    m_tree->setUniformRowHeights(true);
    auto* title = new QLabel(tr("Compare with"));
    title->setBuddy(m_others);
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(title);
    top->addWidget(m_others);
    top->addWidget(m_verdict, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addLayout(top);
    layout->addWidget(m_tree, 1);
    connect(m_others, &QComboBox::activated, this,
            [this] { m_study->compareWith(m_others->currentData().toString()); });
    connect(shelf, &ModelShelf::listChanged, this, &CompareTab::fillOthers);
    connect(study, &ModelStudy::comparisonChanged, this, &CompareTab::refresh);
    refresh();
}

void CompareTab::fillOthers() {
    const QSignalBlocker blocker(m_others);
    m_others->clear();
    m_others->addItem(tr("Choose a model…"), QString());
    for (const ShelvedModel& model : m_shelf->models())
        if (model.path != m_study->path()) m_others->addItem(model.name, model.path);
    m_others->setCurrentIndex(std::max(0, m_others->findData(m_study->other())));
}

void CompareTab::refresh() {
    fillOthers();
    m_tree->clear();
    const auto& found = m_study->comparison();
    m_tree->setVisible(found.value != nullptr);
    if (found.isUnderWay)
        m_verdict->setText(tr("Comparing…"));
    else if (found.problem)
        m_verdict->setText(QString::fromUtf8(found.problem->what()));
    else if (found.value)
        showDifferences();
    else
        m_verdict->setText(tr("What their configurations, their training and their weights differ in."));
}

void CompareTab::showDifferences() {
    const inspect::ModelComparison& found = *m_study->comparison().value;
    m_verdict->setText(found.equal()
                           ? tr("They draw the same: no weight differs.")
                           : tr("%1 of %2 tensors differ.")
                                 .arg(countWords(static_cast<qint64>(found.tensors.size())),
                                      countWords(static_cast<qint64>(found.tensors.size()) + found.equal_tensors)));
    if (!found.config.empty()) addFacts(differenceGroup(m_tree, tr("Configuration")), found.config);
    if (!found.metadata.empty())
        addFacts(differenceGroup(m_tree, tr("What the files say of themselves")), found.metadata);
    if (found.tensors.empty()) return;
    QTreeWidgetItem* tensors = differenceGroup(m_tree, tr("Tensors that differ, the most first"));
    for (const inspect::TensorDifference& tensor : byDistance(found.tensors))
        new QTreeWidgetItem(tensors, tensorRow(tensor));
}

}  // namespace bplf::ui
