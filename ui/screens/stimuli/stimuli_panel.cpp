// SPDX-License-Identifier: GPL-3.0-or-later
// Fields bound both ways to the plan.
#include "ui/screens/stimuli/stimuli_panel.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/error.h"
#include "core/stimuli/plan_edit.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/stimuli/stimuli_fields.h"

namespace bplf::ui {
namespace {

using stimuli::IdentityEntry;
using stimuli::Plan;
using stimuli::PlanPart;

}  // namespace

bool isLabel(const stimuli::Expression& expression, const std::string& label) {
    return expression.mix.size() == 1 && expression.mix[0].label == label;
}

stimuli::ChooseRule* choiceRule(Plan& plan) {
    for (IdentityEntry& entry : plan.identities)
        if (entry.kind == IdentityEntry::Kind::kChoose) return &entry.choose;
    return nullptr;
}

StimuliPanel::StimuliPanel(StimuliModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kMargin);
    layout->setSpacing(kGap);
    buildPeople(layout);
    buildEmotions(layout);
    buildPictures(layout);
    buildMask(layout);
    buildLight(layout);
    buildTrials(layout);
    layout->addStretch(1);
    connect(model, &StimuliModel::planChanged, this, &StimuliPanel::showPlan);
    connect(model, &StimuliModel::outlookChanged, this, &StimuliPanel::showProblem);
    showPlan();
}

Section* StimuliPanel::addSection(QVBoxLayout* layout, const QString& title, std::initializer_list<PlanPart> parts) {
    auto* section = new Section(title, this);
    auto* problem = new QLabel;
    setRole(problem, "problem");
    problem->setWordWrap(true);
    problem->setTextFormat(Qt::PlainText);
    problem->setAccessibleName(tr("Problem with: %1").arg(title));
    problem->hide();
    for (const PlanPart part : parts) m_problems[part] = problem;
    section->content()->addWidget(problem);
    layout->addWidget(section);
    return section;
}

void StimuliPanel::edit(const PlanEdit& change) {
    if (!m_isShowing) m_model->edit(change);
}

bool StimuliPanel::tryEdit(PlanPart part, const PlanEdit& change) {
    Plan plan = m_model->plan();
    const Result<void> done = capture([&] { change(plan); });
    if (done.ok()) {
        m_model->setPlan(plan);
        return true;
    }
    m_problems[part]->setText(windowText(done.error()));
    m_problems[part]->show();
    return false;
}

void StimuliPanel::setModel(const ModelInfo& info) {
    const QSignalBlocker blocker(m_emotions);
    m_emotions->clear();
    m_labels = static_cast<int>(info.labels.size());
    for (const std::string& label : info.labels) {
        auto* item = new QListWidgetItem(titled(label), m_emotions);
        item->setData(Qt::UserRole, QString::fromStdString(label));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    }
    showPlan();
}

void StimuliPanel::takeEmotions() {
    edit([this](Plan& plan) { plan.expressions = ticked(plan); });
}

std::vector<stimuli::Expression> StimuliPanel::ticked(Plan& plan) const {
    std::vector<stimuli::Expression> chosen;
    for (int i = 0; i < m_emotions->count(); ++i) {
        const QListWidgetItem* item = m_emotions->item(i);
        if (item->checkState() != Qt::Checked) continue;
        const std::string name = item->data(Qt::UserRole).toString().toStdString();
        const auto known = std::ranges::find_if(plan.expressions, [&](const stimuli::Expression& expression) {
            return i < m_labels ? isLabel(expression, name) : expression.name == name;
        });
        chosen.push_back(known != plan.expressions.end() ? *known : stimuli::Expression{name, {{name, 1}}});
    }
    plan.all_expressions = false;
    return chosen;
}

void StimuliPanel::addMix(const QString& text) {
    const ModelInfo* info = m_model->modelInfo();
    if (info == nullptr || text.trimmed().isEmpty()) return;
    const bool isAdded = tryEdit(PlanPart::kExpressions, [&](Plan& plan) {
        const stimuli::Expression mix = stimuli::expression_from_text(text.toStdString(), info->labels);
        plan.expressions = ticked(plan);
        std::erase_if(plan.expressions, [&](const stimuli::Expression& old) { return old.name == mix.name; });
        plan.expressions.push_back(mix);
    });
    if (isAdded) m_mix->clear();
}

bool StimuliPanel::addIdentity(const std::string& source, QString* problem) {
    const std::size_t colon = source.find(':');
    const std::string kind = source.substr(0, colon), what = source.substr(colon + 1);
    const bool isAdded = tryEdit(PlanPart::kIdentities, [&](Plan& plan) {
        const std::string seeds = stimuli::seeds_text(plan);
        if (kind == "seed") return stimuli::set_seeds(plan, seeds + (seeds.empty() ? "" : ", ") + what);
        IdentityEntry entry;
        entry.kind = kind == "photo" ? IdentityEntry::Kind::kPhoto : IdentityEntry::Kind::kLatent;
        entry.file = what;
        plan.identities.push_back(entry);
    });
    if (isAdded) return true;
    *problem = m_problems.at(PlanPart::kIdentities)->text();
    m_problems.at(PlanPart::kIdentities)->hide();
    return false;
}

void StimuliPanel::addPhotos() {
    addFiles(QFileDialog::getOpenFileNames(this, tr("Add photos of faces"), {},
                                           tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)")),
             IdentityEntry::Kind::kPhoto);
}

void StimuliPanel::addCodes() {
    addFiles(QFileDialog::getOpenFileNames(this, tr("Add saved faces"), {}, tr("Saved faces (*.safetensors)")),
             IdentityEntry::Kind::kLatent);
}

void StimuliPanel::addFiles(const QStringList& paths, IdentityEntry::Kind kind) {
    if (paths.isEmpty()) return;
    edit([&](Plan& plan) {
        for (const QString& path : paths) {
            IdentityEntry entry;
            entry.kind = kind;
            entry.file = path.toStdString();
            plan.identities.push_back(entry);
        }
    });
}

}  // namespace bplf::ui
