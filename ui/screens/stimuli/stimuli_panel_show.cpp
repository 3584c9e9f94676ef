// SPDX-License-Identifier: GPL-3.0-or-later
// The plan and what is wrong with it, shown in the panel's fields.
#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "core/stimuli/plan_edit.h"
#include "ui/screens/stimuli/stimuli_fields.h"
#include "ui/screens/stimuli/stimuli_panel.h"

namespace bplf::ui {
namespace {

using stimuli::LuminanceKind;
using stimuli::MaskKind;
using stimuli::Plan;
using stimuli::PlanPart;

void showWith(QLabel* title, QWidget* field, bool on) {
    title->setVisible(on);
    field->setVisible(on);
}

}  // namespace

void StimuliPanel::showPlan() {
    m_isShowing = true;
    const Plan& plan = m_model->plan();
    for (const auto& [part, label] : m_problems) label->hide();
    showPeople(plan);
    showEmotions(plan);
    showFinish(plan);
    showTrials(plan);
    m_isShowing = false;
}

void StimuliPanel::showPeople(const Plan& plan) {
    showText(m_seeds, QString::fromStdString(stimuli::seeds_text(plan)));
    Plan copy = plan;
    const stimuli::ChooseRule* rule = choiceRule(copy);
    m_choose->setChecked(rule != nullptr);
    m_rules->setVisible(rule != nullptr);
    if (rule == nullptr) return;
    showNumber(m_count, rule->count);
    showNumber(m_first, static_cast<double>(rule->first));
    showNumber(m_last, static_cast<double>(rule->last));
    const auto typical = rule->typicality.value_or(std::array<double, 2>{0, 100});
    showNumber(m_low, typical[0]);
    showNumber(m_high, typical[1]);
    showNumber(m_recognised, rule->recognised.value_or(0));
    showNumber(m_distinct, rule->distinct.value_or(0));
}

void StimuliPanel::showEmotions(const Plan& plan) {
    const QSignalBlocker blocker(m_emotions);
    for (int i = 0; i < m_labels; ++i) {
        const std::string label = m_emotions->item(i)->data(Qt::UserRole).toString().toStdString();
        const bool isNamed = std::ranges::any_of(
            plan.expressions, [&](const stimuli::Expression& expression) { return isLabel(expression, label); });
        const bool isIn = isNamed || (plan.all_expressions && label != plan.neutral);
        m_emotions->item(i)->setCheckState(isIn ? Qt::Checked : Qt::Unchecked);
    }
    showMixes(plan);
    showText(m_levels, QString::fromStdString(stimuli::levels_text(plan.levels)));
    showNumber(m_intensity, plan.intensity.value_or(kLeftOpen));
}

void StimuliPanel::showMixes(const Plan& plan) {
    while (m_emotions->count() > m_labels) delete m_emotions->takeItem(m_labels);
    for (const stimuli::Expression& expression : plan.expressions) {
        if (expression.mix.size() == 1) continue;
        auto* item = new QListWidgetItem(QString::fromStdString(stimuli::expression_text(expression)), m_emotions);
        item->setData(Qt::UserRole, QString::fromStdString(expression.name));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        item->setToolTip(tr("Without its tick it is taken out of the plan."));
    }
}

void StimuliPanel::showFinish(const Plan& plan) {
    showNumber(m_size, plan.size);
    showNumber(m_background, plan.background);
    showChoice(m_orientation, (plan.as_is ? 1 : 0) + (plan.mirrored ? 2 : 0));
    showText(m_name, QString::fromStdString(plan.name));
    showChoice(m_mask, static_cast<int>(plan.mask.kind));
    const auto axes = plan.mask.axes.value_or(std::array<double, 2>{1, 1});
    showNumber(m_scale, plan.mask.scale);
    showNumber(m_width, axes[0]);
    showNumber(m_height, axes[1]);
    showNumber(m_edge, plan.mask.edge);
    showWith(m_scaleTitle, m_scale, plan.mask.kind == MaskKind::kOval);
    showWith(m_widthTitle, m_width, plan.mask.kind == MaskKind::kEllipse);
    showWith(m_heightTitle, m_height, plan.mask.kind == MaskKind::kEllipse);
    showWith(m_edgeTitle, m_edge, plan.mask.kind != MaskKind::kNone);
    showChoice(m_light, static_cast<int>(plan.luminance.kind));
    showNumber(m_mean, plan.luminance.mean.value_or(kLeftOpen));
    showNumber(m_sd, plan.luminance.sd.value_or(kLeftOpen));
    showWith(m_meanTitle, m_mean, plan.luminance.kind == LuminanceKind::kMeanSd);
    showWith(m_sdTitle, m_sd, plan.luminance.kind == LuminanceKind::kMeanSd);
}

void StimuliPanel::showTrials(const Plan& plan) {
    showNumber(m_groups, plan.groups.count);
    m_clips->setChecked(plan.clips.has_value());
    showWith(m_framesTitle, m_frames, plan.clips.has_value());
    if (plan.clips) showNumber(m_frames, plan.clips->frames);
    m_judge->setChecked(!plan.judge.empty());
    m_sheet->setChecked(plan.contact_sheet);
}

void StimuliPanel::showProblem() {
    if (m_model->isLooking()) return;
    const PlanOutlook& outlook = m_model->outlook();
    for (const auto& [part, label] : m_problems) label->hide();
    m_takeModel->setVisible(outlook.problem && outlook.part == PlanPart::kModel &&
                            !m_model->plan().model_sha256.empty());
    if (!outlook.problem) return;
    QLabel* label = m_problems.at(outlook.part);
    label->setText(windowText(*outlook.problem));
    label->show();
}

}  // namespace bplf::ui
