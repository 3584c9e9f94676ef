// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets bound both ways to EncodeModel and RelabelModel.
#include "ui/screens/encode/encode_panel.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/kit/fine_slider.h"
#include "ui/kit/label_mixer.h"
#include "ui/kit/saved_size_edit.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/encode/complete_section.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

QPushButton* pushFor(QAction* action, QWidget* parent) {
    auto* button = textButton(QString(), QString(action->text()).remove(QLatin1Char('&')), parent);
    button->setIcon(action->icon());
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    return button;
}

}  // namespace

EncodePanel::EncodePanel(EncodeModel* model, RelabelModel* relabel, const QList<QAction*>& fileActions,
                         const QList<QAction*>& resultActions, QWidget* parent)
    : QWidget(parent), m_model(model), m_relabel(relabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kMargin);
    layout->setSpacing(kGap);
    buildPhoto(layout, fileActions);
    layout->addWidget(horizontalRule(this));
    buildCrop(layout);
    m_complete = new CompleteSection(model, this);
    layout->addWidget(m_complete);
    layout->addWidget(horizontalRule(this));
    buildLabel(layout);
    layout->addWidget(horizontalRule(this));
    buildExpression(layout);
    layout->addWidget(horizontalRule(this));
    buildResult(layout, resultActions);
    layout->addStretch(1);
    connect(model, &EncodeModel::changed, this, &EncodePanel::showModel);
    connect(model, &EncodeModel::encoded, this, &EncodePanel::showGuess);
    connect(model, &EncodeModel::photoOpened, m_guess, &QLabel::clear);
    connect(relabel, &RelabelModel::changed, this, &EncodePanel::showModel);
    showModel();
}

SliderRow EncodePanel::addSliderRow(QVBoxLayout* layout, const QString& name, double low, double high, int decimals,
                                    const QString& suffix) {
    const SliderRow row = makeSliderRow(name, low, high, this, decimals, suffix);
    auto* label = new QLabel(name, this);
    label->setBuddy(row.slider);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(tr("Intensity")) + kGap);
    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(row.slider, 1);
    line->addWidget(row.value);
    layout->addLayout(line);
    return row;
}

void EncodePanel::buildPhoto(QVBoxLayout* layout, const QList<QAction*>& actions) {
    auto* section = new Section(tr("Photo"), this);
    m_name = mutedLabel(QString(), section);
    auto* buttons = new QHBoxLayout;
    for (QAction* action : actions) buttons->addWidget(pushFor(action, section));
    section->content()->addWidget(m_name);
    section->content()->addLayout(buttons);
    m_detector = new QComboBox(section);
    m_detector->addItem(tr("MT-CNN"), QStringLiteral("mtcnn"));
    m_detector->addItem(tr("Haar cascade"), QStringLiteral("haar"));
    m_detector->setAccessibleName(tr("Face finder"));
    auto* centre = textButton(QStringLiteral("crop"), tr("Use the whole picture"), section);
    centre->setToolTip(tr("The largest square in its middle."));
    auto* line = new QHBoxLayout;
    auto* finder = new QLabel(tr("Face finder"), section);
    finder->setBuddy(m_detector);
    line->addWidget(finder);
    line->addWidget(m_detector, 1);
    section->content()->addLayout(line);
    section->content()->addWidget(centre);
    layout->addWidget(section);
    connect(m_detector, &QComboBox::activated, this,
            [this] { m_model->setDetector(m_detector->currentData().toString()); });
    connect(centre, &QPushButton::clicked, m_model, &EncodeModel::useCentre);
}

void EncodePanel::buildCrop(QVBoxLayout* layout) {
    auto* section = new Section(tr("Crop"), this);
    m_margin = addSliderRow(section->content(), tr("Margin"), -0.3, 0.6, 2, QString());
    m_roll = addSliderRow(section->content(), tr("Roll"), -45, 45, 1, QStringLiteral("°"));
    layout->addWidget(section);
    connect(m_margin.slider, &FineSlider::realEdited, m_model, &EncodeModel::setMargin);
    connect(m_margin.slider, &FineSlider::resetRequested, m_model, [this] { m_model->setMargin(0); });
    connect(m_margin.value, &QDoubleSpinBox::valueChanged, m_model, &EncodeModel::setMargin);
    connect(m_roll.slider, &FineSlider::realEdited, m_model, &EncodeModel::setRoll);
    connect(m_roll.slider, &FineSlider::resetRequested, m_model, [this] { m_model->setRoll(0); });
    connect(m_roll.value, &QDoubleSpinBox::valueChanged, m_model, &EncodeModel::setRoll);
}

void EncodePanel::buildLabel(QVBoxLayout* layout) {
    auto* section = new Section(tr("Label of the photo"), this);
    m_label = new QComboBox(section);
    m_label->setAccessibleName(tr("Label the photo is encoded under"));
    m_label->setToolTip(
        tr("The code describes the face given this label; changing the label later changes the expression."));
    m_guess = mutedLabel(QString(), section);
    section->content()->addWidget(m_label);
    section->content()->addWidget(m_guess);
    layout->addWidget(section);
    connect(m_label, &QComboBox::activated, this, [this](int index) {
        m_model->setLabel(index <= 0 ? LabelMix{} : LabelMix{{m_label->currentData().toString().toStdString(), 1.0}});
    });
}

void EncodePanel::buildExpression(QVBoxLayout* layout) {
    auto* section = new Section(tr("Your mix"), this);
    m_mixer = new LabelMixer(section);
    section->content()->addWidget(m_mixer);
    m_strength = addSliderRow(section->content(), tr("Intensity"), 0, kLargestIntensity, 2, QString());
    m_strength.slider->setToolTip(
        tr("How far every tile goes from the photo's own label to the new one; above 1 it exaggerates."));
    layout->addWidget(section);
    connect(m_mixer, &LabelMixer::edited, m_relabel, &RelabelModel::setTarget);
    connect(m_strength.slider, &FineSlider::realEdited, m_relabel, &RelabelModel::setStrength);
    connect(m_strength.slider, &FineSlider::resetRequested, m_relabel, &RelabelModel::resetStrength);
    connect(m_strength.value, &QDoubleSpinBox::valueChanged, m_relabel, &RelabelModel::setStrength);
}

void EncodePanel::buildResult(QVBoxLayout* layout, const QList<QAction*>& actions) {
    auto* section = new Section(tr("Result"), this);
    m_savedSize = new SavedSizeEdit(section);
    section->content()->addWidget(m_savedSize);
    for (QAction* action : actions) section->content()->addWidget(pushFor(action, section));
    layout->addWidget(section);
    connect(m_savedSize, &SavedSizeEdit::edited, m_relabel, &RelabelModel::setSavedSize);
}

void EncodePanel::setModel(const ModelInfo& info) {
    m_label->clear();
    m_label->addItem(tr("Most likely"));
    for (const std::string& label : info.labels)
        m_label->addItem(QString::fromStdString(label), QString::fromStdString(label));
    m_guess->clear();
    m_complete->setModel(info);
    m_mixer->setKnown();
    showModel();
}

void EncodePanel::showModel() {
    m_name->setText(
        m_model->hasPhoto()
            ? tr("%1, %2 × %3").arg(m_model->photoName()).arg(m_model->photo().width).arg(m_model->photo().height)
            : tr("None yet. Drop one on the window."));
    m_mixer->setSimplex(m_relabel->target());
    m_margin.show(m_model->margin());
    m_roll.show(m_model->roll());
    m_strength.show(m_relabel->strength());
    m_savedSize->setSize(m_relabel->savedSize());
    const QSignalBlocker blocker(m_detector), label(m_label);
    const LabelMix& own = m_model->label();
    const int place = own.empty() ? 0 : m_label->findData(QString::fromStdString(own.front().label));
    m_label->setCurrentIndex(std::max(0, place));
    m_detector->setCurrentIndex(std::max(0, m_detector->findData(QString::fromStdString(m_model->options().detector))));
}

void EncodePanel::showGuess() {
    const Encoding& e = *m_model->encoding();
    std::vector<std::pair<double, int>> order;
    for (std::size_t i = 0; i < e.label_posterior.size(); ++i)
        order.emplace_back(-e.label_posterior[i], static_cast<int>(i) + 1);
    std::ranges::sort(order);
    QStringList best;
    for (std::size_t k = 0; k < std::min<std::size_t>(3, order.size()); ++k) {
        // What would read "0 %" is no guess.
        if (k > 0 && -order[k].first < 0.005) break;
        best << tr("%1 %2\u00a0%").arg(m_label->itemText(order[k].second)).arg(-order[k].first * 100, 0, 'f', 0);
    }
    m_guess->setText(best.isEmpty() ? QString() : tr("The model's guess: %1").arg(best.join(QStringLiteral(", "))));
}

}  // namespace bplf::ui
