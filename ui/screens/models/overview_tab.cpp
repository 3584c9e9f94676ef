// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/models/overview_tab.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTextBrowser>

#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_shelf.h"
#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

QWidget* fieldToCopy(const FactRow& row, QLabel* title) {
    auto* field = new QLineEdit(row.value);
    field->setReadOnly(true);
    field->setCursorPosition(0);
    field->setToolTip(row.value);
    field->setAccessibleName(row.name);
    title->setBuddy(field);
    return field;
}

void addRow(QFormLayout* rows, const FactRow& row) {
    auto* title = new QLabel(row.name);
    setRole(title, "muted");
    if (row.isToCopy) return rows->addRow(title, fieldToCopy(row, title));
    auto* label = new QLabel(row.value);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setToolTip(row.value);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setAccessibleValue(label, row.name, title);
    rows->addRow(title, label);
}

}  // namespace

OverviewTab::OverviewTab(QWidget* parent)
    : QWidget(parent),
      m_faces(new QLabel),
      m_problem(new QLabel),
      m_facts(new QWidget),
      m_rows(new QFormLayout(m_facts)),
      m_card(new QTextBrowser) {
    setAccessibleRole(m_faces, QAccessible::Graphic);
    m_faces->setAccessibleName(tr("Faces that the model drew"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(m_problem, "problem");
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(kMargin);
    m_rows->setVerticalSpacing(5);
    m_card->setAccessibleName(tr("The model's card"));
    m_card->setOpenExternalLinks(true);
    // The Tab key leaves the card instead of going from link to link.
    m_card->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard |
                                    Qt::LinksAccessibleByMouse);
    m_card->setPlaceholderText(tr("No card lies beside this file."));
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, kGap, 0);
    column->setSpacing(kMargin);
    column->addWidget(m_faces);
    column->addWidget(m_problem);
    column->addWidget(m_facts);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(left);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleRole(scroll, QAccessible::Pane);
    scroll->setAccessibleName(tr("What the file says"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kGap);
    layout->setSpacing(kMargin);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_card, 1);
}

void OverviewTab::show(const ShelvedModel* model) {
    const bool isRead = model != nullptr && model->facts;
    m_faces->setVisible(model != nullptr && !model->faces.isNull());
    if (model != nullptr && !model->faces.isNull()) m_faces->setPixmap(QPixmap::fromImage(model->faces));
    const bool isBad = model != nullptr && model->problem;
    m_problem->setVisible(isBad);
    if (isBad) m_problem->setText(QString::fromUtf8(model->problem->what()));
    m_facts->setVisible(isRead);
    m_card->setVisible(isRead);
    if (isRead) showRows(*model);
}

void OverviewTab::showRows(const ShelvedModel& model) {
    const QString shown = model.path + QString::fromStdString(model.facts->sha256);
    if (shown == m_shown) return;
    m_shown = shown;
    while (m_rows->rowCount() > 0) m_rows->removeRow(0);
    for (const FactRow& row : factRows(*model.facts)) addRow(m_rows, row);
    m_card->setMarkdown(QString::fromStdString(model.facts->card));
}

}  // namespace bplf::ui
