// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/train_panel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/kit/accessible.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_words.h"
#include "ui/screens/train/setting_edit.h"
#include "ui/screens/train/train_model.h"
#include "ui/screens/train/train_words.h"

namespace bplf::ui {
namespace {

/// A label above a field with a button that chooses its value.
QWidget* pathRow(const QString& name, QLineEdit* edit, QToolButton* button) {
    edit->setAccessibleName(name);
    auto* title = new QLabel(name);
    title->setBuddy(edit);
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(edit, 1);
    row->addWidget(button);
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(title);
    layout->addLayout(row);
    return widget;
}

QWidget* choiceRow(const QString& name, QComboBox* box) {
    box->setAccessibleName(name);
    auto* title = new QLabel(name);
    title->setBuddy(box);
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addWidget(title);
    row->addWidget(box, 1);
    return widget;
}

/// An empty widget in the section's content, in place of the last one.
QWidget* newRows(Section* section, QWidget* before) {
    delete before;
    auto* rows = new QWidget;
    auto* layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    section->content()->addWidget(rows);
    return rows;
}

}  // namespace

TrainPanel::TrainPanel(TrainModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kMargin);
    makeWhat(layout);
    makeWhere(layout);
    makeStart(layout);
    makeSettings(layout);
    layout->addStretch(1);
    connect(model, &TrainModel::configurationsChanged, this, &TrainPanel::fillConfigurations);
    connect(model, &TrainModel::factsChanged, this, &TrainPanel::fillSettings);
    connect(model, &TrainModel::choiceChanged, this, &TrainPanel::showChoice);
    connect(model, &TrainModel::trainingChanged, this, &TrainPanel::showOutlook);
    showChoice();
}

void TrainPanel::makeWhat(QVBoxLayout* layout) {
    m_configurations = new QComboBox;
    m_configurations->setToolTip(tr("What the model is made of, and the size of its pictures."));
    m_levels = new QComboBox;
    m_levels->setToolTip(tr("Parts are trained one by one, in this order, and put together at the end."));
    m_levelRow = choiceRow(tr("Part"), m_levels);
    m_about = mutedLabel(QString());
    setAccessibleValue(m_about, tr("About the configuration"));
    layout->addWidget(choiceRow(tr("Configuration"), m_configurations));
    layout->addWidget(m_levelRow);
    layout->addWidget(m_about);
    connect(m_configurations, &QComboBox::activated, this, [this] {
        edit([](TrainChoice& choice, const QString& value) { choice.configuration = value; },
             m_configurations->currentData().toString());
    });
    connect(m_levels, &QComboBox::activated, this, [this] {
        edit([](TrainChoice& choice, const QString& value) { choice.level = value; }, m_levels->currentText());
    });
}

void TrainPanel::makeWhere(QVBoxLayout* layout) {
    m_data = new QLineEdit;
    m_data->setPlaceholderText(tr("A set that Data built"));
    auto* chooseData = quietButton(QStringLiteral("open"), tr("Choose the folder of a built set"));
    m_dataAbout = mutedLabel(QString());
    setAccessibleValue(m_dataAbout, tr("About the images"));
    m_run = new QLineEdit;
    m_run->setToolTip(tr("Checkpoints, curves and sheets of faces go there."));
    auto* chooseRun = quietButton(QStringLiteral("open"), tr("Choose where the run goes"));
    layout->addWidget(pathRow(tr("Images"), m_data, chooseData));
    layout->addWidget(m_dataAbout);
    layout->addWidget(pathRow(tr("Folder of the run"), m_run, chooseRun));
    connect(chooseData, &QToolButton::clicked, this, &TrainPanel::askForData);
    connect(chooseRun, &QToolButton::clicked, this, &TrainPanel::askForRun);
    connect(m_data, &QLineEdit::editingFinished, this, [this] {
        edit([](TrainChoice& choice, const QString& value) { choice.data = value; }, m_data->text().trimmed());
    });
    connect(m_run, &QLineEdit::editingFinished, this, [this] {
        edit([](TrainChoice& choice, const QString& value) { choice.run = value; }, m_run->text().trimmed());
    });
}

void TrainPanel::makeSettings(QVBoxLayout* layout) {
    m_common = new Section(tr("Settings"));
    m_all = new Section(tr("All settings"));
    m_all->setExpanded(false);
    layout->addWidget(m_common);
    layout->addWidget(m_all);
}

void TrainPanel::makeStart(QVBoxLayout* layout) {
    m_outlook = mutedLabel(QString());
    setAccessibleValue(m_outlook, tr("What the training will take"));
    m_problem = new QLabel;
    m_problem->setWordWrap(true);
    setRole(m_problem, "problem");
    m_start = textButton({}, tr("Start training"));
    setRole(m_start, "primary");
    layout->addWidget(m_outlook);
    layout->addWidget(m_problem);
    layout->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, m_model, &TrainModel::start);
}

void TrainPanel::edit(void (*change)(TrainChoice&, const QString&), const QString& value) {
    TrainChoice choice = m_model->choice();
    change(choice, value);
    if (!(choice == m_model->choice())) m_model->setChoice(choice);
}

void TrainPanel::fillConfigurations() {
    const QSignalBlocker blocker(m_configurations);
    m_configurations->clear();
    for (const Configuration& one : m_model->configurations())
        m_configurations->addItem(tr("%1 (%2, %3 px)").arg(one.name, one.system).arg(one.width), one.name);
    showChoice();
}

void TrainPanel::fillSettings() {
    m_commonRows = newRows(m_common, m_commonRows);
    m_allRows = newRows(m_all, m_allRows);
    if (m_model->facts()) {
        for (const TrainSetting& setting : m_model->facts()->settings) {
            QWidget* rows = setting.isCommon ? m_commonRows : m_allRows;
            auto* one = new SettingEdit(setting, m_model->choice().settings.value(setting.key, setting.value),
                                        setting.isCommon);
            rows->layout()->addWidget(one);
            connect(one, &SettingEdit::edited, m_model, &TrainModel::setSetting);
        }
    }
    showChoice();
}

void TrainPanel::showChoice() {
    const TrainChoice& choice = m_model->choice();
    const QSignalBlocker configurations(m_configurations), levels(m_levels);
    const int row = m_configurations->findData(choice.configuration);
    if (row < 0 && !choice.configuration.isEmpty())
        m_configurations->addItem(choice.configuration, choice.configuration);
    m_configurations->setCurrentIndex(m_configurations->findData(choice.configuration));
    const Configuration* all = m_model->configuration();
    m_levelRow->setVisible(all != nullptr && !all->parts.isEmpty());
    m_levels->clear();
    if (all != nullptr) m_levels->addItems(all->parts);
    m_levels->setCurrentText(choice.level);
    if (m_data->text() != choice.data) m_data->setText(choice.data);
    if (m_run->text() != choice.run) m_run->setText(choice.run);
    m_about->setText(m_model->facts() ? tr("%1 parameters").arg(countWords(m_model->facts()->parameters)) : QString());
    m_about->setVisible(m_model->facts().has_value());
    m_dataAbout->setText(m_model->data() ? dataWords(*m_model->data()) : QString());
    m_dataAbout->setVisible(m_model->data().has_value());
    showOutlook();
}

void TrainPanel::showOutlook() {
    const QString problem = m_model->problem();
    // Missing images are no mistake while nobody has begun.
    m_problem->setVisible(!problem.isEmpty());
    m_problem->setText(problem);
    m_start->setEnabled(problem.isEmpty() && m_model->facts() && m_model->data());
    const double bytes = m_model->diskBytes(), room = m_model->freeBytes();
    m_outlook->setVisible(bytes > 0);
    if (bytes <= 0) return;
    QString text = tr("Takes about %1 of the disk, which has %2 left.").arg(byteWords(bytes), byteWords(room));
    m_outlook->setText(text + QLatin1Char(' ') + tr("How long it takes is told after its first steps."));
}

void TrainPanel::askForData() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder of a built set"));
    if (!folder.isEmpty()) edit([](TrainChoice& choice, const QString& value) { choice.data = value; }, folder);
}

void TrainPanel::askForRun() {
    const QString folder = QFileDialog::getSaveFileName(this, tr("Name the folder of the run"), m_run->text(), {},
                                                        nullptr, QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty()) edit([](TrainChoice& choice, const QString& value) { choice.run = value; }, folder);
}

}  // namespace bplf::ui
