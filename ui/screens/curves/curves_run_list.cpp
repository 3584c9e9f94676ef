// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of runs.
#include "ui/screens/curves/curves_run_list.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QColorDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/screens/curves/curve_filter.h"
#include "ui/screens/curves/curve_store.h"

namespace bplf::ui {
namespace {

constexpr int kRunRole = Qt::UserRole;

/// A short piece of the run's line: colour and dashes.
QIcon swatch(const CurveStyle& style, qreal ratio) {
    QPixmap pixmap(QSize(22, 14) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(QColor(style.color.r, style.color.g, style.color.b), 4, Qt::SolidLine, Qt::FlatCap);
    const std::vector<double> dashes = dash_pattern(style.dash);
    QList<qreal> pattern;
    for (const double dash : dashes) pattern << dash / 2;
    if (!pattern.isEmpty()) pen.setDashPattern(pattern);
    painter.setPen(pen);
    painter.drawLine(QPointF(1, 7), QPointF(21, 7));
    return QIcon(pixmap);
}

int runOf(const QTreeWidgetItem* item) {
    const QVariant run = item ? item->data(0, kRunRole) : QVariant();
    return run.isValid() ? run.toInt() : -1;
}

template <typename Visit>
void eachItem(QTreeWidget* tree, const Visit& visit) {
    for (QTreeWidgetItemIterator it(tree); *it; ++it) visit(*it);
}

}  // namespace

CurvesRunList::CurvesRunList(CurveStore* store, QWidget* parent)
    : QWidget(parent), m_store(store), m_filter(new QLineEdit), m_tree(new QTreeWidget) {
    m_filter->setPlaceholderText(tr("Filter: part of a name, or /regex/"));
    m_filter->setAccessibleName(tr("Filter the runs"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setHeaderHidden(true);
    m_tree->setAccessibleName(tr("Runs"));
    m_tree->setIconSize(QSize(22, 14));
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    auto* all = new QPushButton(tr("Show all"));
    all->setToolTip(tr("Show every run"));
    auto* solo = new QPushButton(tr("Solo"));
    solo->setToolTip(tr("Show only the selected run; again: show all (double click, S)"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(all);
    buttons->addWidget(solo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 4, 8);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addLayout(buttons);

    const auto soloCurrent = [this] {
        const int run = runOf(m_tree->currentItem());
        if (run >= 0) m_store->solo(run);
    };
    connect(solo, &QPushButton::clicked, this, soloCurrent);
    connect(all, &QPushButton::clicked, m_store, &CurveStore::showAll);
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, soloCurrent);
    auto* key = new QShortcut(QKeySequence(Qt::Key_S), m_tree);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, this, soloCurrent);
    connect(m_filter, &QLineEdit::textChanged, this, &CurvesRunList::applyFilter);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &CurvesRunList::showMenu);
    connect(m_tree, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
        const int run = runOf(item);
        if (!m_isUpdating && run >= 0) m_store->setVisible(run, item->checkState(0) == Qt::Checked);
    });
    // Queued: the list may change while the tree is still telling of a click on one of its items.
    connect(m_store, &CurveStore::runsChanged, this, &CurvesRunList::update, Qt::QueuedConnection);
}

QString CurvesRunList::filter() const {
    return m_filter->text();
}
void CurvesRunList::setFilter(const QString& text) {
    m_filter->setText(text);
}

void CurvesRunList::update() {
    const QScopedValueRollback guard(m_isUpdating, true);
    QStringList names;
    for (const CurveRun& run : m_store->runs()) names << run.name;
    if (names != m_names) {
        m_names = names;
        rebuild();
    }
    refreshItems();
}

QTreeWidgetItem* CurvesRunList::folderItem(const QString& path) {
    QTreeWidgetItem* parent = m_tree->invisibleRootItem();
    for (const QString& part : path.split('/', Qt::SkipEmptyParts)) {
        QTreeWidgetItem* found = nullptr;
        for (int i = 0; i < parent->childCount() && !found; ++i) {
            QTreeWidgetItem* child = parent->child(i);
            if (runOf(child) < 0 && child->text(0) == part) found = child;
        }
        if (!found) {
            found = new QTreeWidgetItem(parent, {part});
            found->setFlags(found->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate);
        }
        parent = found;
    }
    return parent;
}

void CurvesRunList::rebuild() {
    m_tree->clear();
    for (int i = 0; i < m_names.size(); ++i) {
        const qsizetype slash = m_names[i].lastIndexOf('/');
        auto* item = new QTreeWidgetItem(folderItem(m_names[i].left(std::max<qsizetype>(slash, 0))),
                                         {m_names[i].mid(slash + 1)});
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setData(0, kRunRole, i);
    }
    m_tree->expandAll();
    applyFilter();
}

void CurvesRunList::refreshItems() {
    const QColor warning =
        palette().color(QPalette::Base).lightness() < 128 ? QColor(255, 190, 90) : QColor(160, 85, 0);
    eachItem(m_tree, [&](QTreeWidgetItem* item) {
        if (runOf(item) < 0) return;
        const CurveRun& run = m_store->runs()[static_cast<std::size_t>(runOf(item))];
        item->setCheckState(0, run.visible ? Qt::Checked : Qt::Unchecked);
        item->setIcon(0, swatch(run.style, devicePixelRatioF()));
        item->setToolTip(0, run.path + (run.problem.isEmpty() ? "" : "\n" + run.problem));
        item->setForeground(0, run.problem.isEmpty() ? palette().brush(QPalette::Text) : warning);
        item->setText(0, run.name.section('/', -1) + (run.problem.isEmpty() ? "" : tr("  (damaged)")));
    });
}

void CurvesRunList::applyFilter() {
    const CurveFilter filter(m_filter->text());
    m_store->setFilter(filter);
    m_filter->setToolTip(filter.error().isEmpty() ? tr("Case does not matter")
                                                  : tr("Not a regular expression: %1").arg(filter.error()));
    QPalette look = palette();
    if (!filter.error().isEmpty()) look.setColor(QPalette::Text, QColor(205, 60, 50));
    m_filter->setPalette(look);
    eachItem(m_tree, [&](QTreeWidgetItem* item) { item->setHidden(runOf(item) < 0); });
    eachItem(m_tree, [&](QTreeWidgetItem* item) {
        if (runOf(item) < 0) return;
        const bool isShown = filter.matches(m_names[runOf(item)]);
        item->setHidden(!isShown);
        for (QTreeWidgetItem* up = item->parent(); isShown && up; up = up->parent()) up->setHidden(false);
    });
}

void CurvesRunList::chooseColor(int run) {
    const Rgb now = m_store->runs()[static_cast<std::size_t>(run)].style.color;
    const QColor chosen = QColorDialog::getColor(QColor(now.r, now.g, now.b), this, tr("Colour of the run"));
    if (!chosen.isValid()) return;
    m_store->setColor(run, {static_cast<std::uint8_t>(chosen.red()), static_cast<std::uint8_t>(chosen.green()),
                            static_cast<std::uint8_t>(chosen.blue())});
}

void CurvesRunList::showMenu(const QPoint& place) {
    const int run = runOf(m_tree->itemAt(place));
    if (run < 0) return;
    QMenu menu(this);
    const QString path = m_store->runs()[static_cast<std::size_t>(run)].path;
    menu.addAction(tr("Show only this run"), this, [this, run] { m_store->solo(run); });
    menu.addAction(tr("Show all"), m_store, &CurveStore::showAll);
    menu.addSeparator();
    menu.addAction(tr("Colour…"), this, [this, run] { chooseColor(run); });
    menu.addAction(tr("Read again"), this, [this, run] { m_store->reload(run); });
    menu.addAction(tr("Copy path"), this, [path] { QApplication::clipboard()->setText(path); });
    menu.addSeparator();
    menu.addAction(tr("Remove from the list"), this, [this, run] { m_store->remove(run); });
    menu.exec(m_tree->viewport()->mapToGlobal(place));
}

}  // namespace bplf::ui
