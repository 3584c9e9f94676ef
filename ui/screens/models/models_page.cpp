// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/models_page.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QTabWidget>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/check_tab.h"
#include "ui/screens/models/compare_tab.h"
#include "ui/screens/models/model_shelf.h"
#include "ui/screens/models/model_study.h"
#include "ui/screens/models/model_words.h"
#include "ui/screens/models/models_page.h"
#include "ui/screens/models/overview_tab.h"
#include "ui/screens/models/tensors_tab.h"

namespace bplf::ui {
namespace {

constexpr int kListWidth = 300;
constexpr int kFaceSide = 56;
constexpr int kPathRole = Qt::UserRole;

/// The place of a picture also where there is none, so that names stand in one column.
QIcon iconOf(const QImage& faces) {
    QPixmap pixmap(kFaceSide, kFaceSide);
    pixmap.fill(Qt::transparent);
    if (!faces.isNull()) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(pixmap.rect(), faces);
    }
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

QString originWords(const ShelvedModel& model) {
    switch (model.origin) {
        case inspect::ModelOrigin::kEmbedded:
            return ModelsPage::tr("comes with the program");
        case inspect::ModelOrigin::kRun:
            return ModelsPage::tr("checkpoint of a run");
        case inspect::ModelOrigin::kFolder:
            break;
    }
    return ModelsPage::tr("in %1").arg(QFileInfo(model.path).dir().dirName());
}

}  // namespace

ModelsPage::ModelsPage(EngineBridge* bridge, ModelShelf* shelf, ModelStudy* study, QWidget* parent)
    : QWidget(parent), m_bridge(bridge), m_shelf(shelf), m_study(study) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kMargin);
    layout->addWidget(makeList());
    layout->addWidget(makeChosen(), 1);
    connect(shelf, &ModelShelf::listChanged, this, &ModelsPage::fillList);
    connect(shelf, &ModelShelf::modelChanged, this, [this](int model) {
        if (QListWidgetItem* item = m_list->item(model)) fillCard(item, model);
        if (model == m_list->currentRow()) showChosen();
    });
    showChosen();
}

QWidget* ModelsPage::makeList() {
    auto* column = new QWidget;
    column->setFixedWidth(kListWidth);
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Models"));
    m_list->setIconSize({kFaceSide, kFaceSide});
    m_list->setWordWrap(false);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setRole(m_list, "strip");
    auto* folder = textButton("plus", tr("Add a folder…"));
    folder->setToolTip(tr("A folder of models, or the folder of a training run."));
    auto* file = textButton("open", tr("Open…"));
    file->setToolTip(tr("Put a model's file on the list."));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    buttons->addWidget(folder, 1);
    buttons->addWidget(file);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(buttons);
    layout->addWidget(m_list, 1);
    connect(folder, &QPushButton::clicked, this, &ModelsPage::folderRequested);
    connect(file, &QPushButton::clicked, this, &ModelsPage::filesRequested);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        if (!m_isFilling) takeChoice();
    });
    connect(m_list, &QListWidget::itemDoubleClicked, this, &ModelsPage::useRequested);
    return column;
}

QWidget* ModelsPage::makeChosen() {
    auto* right = new QWidget;
    m_name = heading(QString());
    setAccessibleValue(m_name, tr("Chosen model"));
    m_place = mutedLabel(QString());
    m_place->setWordWrap(false);
    m_use = textButton({}, tr("Use this model"));
    setRole(m_use, "primary");
    m_tabs = new QTabWidget;
    m_tabs->setAccessibleName(tr("About the chosen model"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview = new OverviewTab, tr("Overview"));
    m_tabs->addTab(m_tensors = new TensorsTab(m_study), tr("Tensors"));
    m_tabs->addTab(m_checks = new CheckTab(m_study), tr("Check"));
    m_tabs->addTab(m_comparison = new CompareTab(m_shelf, m_study), tr("Compare"));
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(m_name);
    top->addWidget(m_place, 1);
    top->addWidget(m_use);
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);
    connect(m_use, &QPushButton::clicked, this, &ModelsPage::useRequested);
    return right;
}

void ModelsPage::fillList() {
    const QString before = m_wanted.isEmpty() ? m_study->path() : m_wanted;
    m_isFilling = true;
    m_list->clear();
    for (int i = 0; i < static_cast<int>(m_shelf->models().size()); ++i) fillCard(new QListWidgetItem(m_list), i);
    m_list->setCurrentRow(std::max(0, m_shelf->indexOf(before)));
    m_isFilling = false;
    takeChoice();
}

void ModelsPage::fillCard(QListWidgetItem* item, int index) {
    const ShelvedModel& model = m_shelf->models()[static_cast<std::size_t>(index)];
    const QString about = model.facts     ? shortFacts(*model.facts)
                          : model.problem ? tr("cannot be read")
                                          : tr("reading…");
    const QString place = isInUse(index) ? tr("in use") : originWords(model);
    item->setText(QStringLiteral("%1\n%2\n%3").arg(model.name, about, place));
    item->setIcon(iconOf(model.faces));
    item->setToolTip(model.path);
    item->setData(kPathRole, model.path);
}

bool ModelsPage::isInUse(int index) const {
    const ShelvedModel& model = m_shelf->models()[static_cast<std::size_t>(index)];
    const ModelInfo* info = m_bridge->model();
    if (info == nullptr) return false;
    return model.path.toStdString() == info->path || (model.facts && model.facts->sha256 == info->sha256);
}

bool ModelsPage::choose(const QString& path) {
    const int index = m_shelf->indexOf(path);
    m_wanted = index < 0 ? path : QString();
    if (index >= 0) m_list->setCurrentRow(index);
    return index >= 0;
}

void ModelsPage::takeChoice() {
    const QListWidgetItem* item = m_list->currentItem();
    m_study->choose(item == nullptr ? QString() : item->data(kPathRole).toString());
    if (m_study->path() == m_wanted) m_wanted.clear();
    showChosen();
    Q_EMIT chosen();
}

void ModelsPage::showChosen() {
    const int index = m_shelf->indexOf(m_study->path());
    const ShelvedModel* model = index < 0 ? nullptr : &m_shelf->models()[static_cast<std::size_t>(index)];
    m_name->setText(model != nullptr ? model->name : QString());
    m_place->setText(model == nullptr ? QString() : isInUse(index) ? tr("in use") : originWords(*model));
    m_overview->show(model);
    const bool isLoading = m_bridge->isLoading();
    m_use->setText(isLoading ? tr("Cancel loading") : tr("Use this model"));
    m_use->setAccessibleName(m_use->text());
    m_use->setEnabled(isLoading || (model != nullptr && model->canDraw() && !isInUse(index)));
    m_use->setToolTip(model != nullptr && model->facts && !model->canDraw()
                          ? tr("Only whole flows draw faces.")
                          : tr("The present model stays until this one is read and sound."));
}

void ModelsPage::refreshUse() {
    for (int i = 0; i < m_list->count() && i < static_cast<int>(m_shelf->models().size()); ++i)
        fillCard(m_list->item(i), i);
    showChosen();
}

}  // namespace bplf::ui
