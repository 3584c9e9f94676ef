// SPDX-License-Identifier: GPL-3.0-or-later
// What session, history and projects keep of the Stimuli screen.
#include <nlohmann/json.hpp>

#include "ui/screens/stimuli/stimuli_screen.h"

namespace bplf::ui {
namespace {

using PlanJson = nlohmann::ordered_json;

bool isOfAPerson(const stimuli::IdentityEntry& entry) {
    return entry.kind == stimuli::IdentityEntry::Kind::kPhoto || entry.kind == stimuli::IdentityEntry::Kind::kLatent;
}

QString fileOfIdentity(const stimuli::Plan& plan, const stimuli::IdentityEntry& entry) {
    return QString::fromStdU16String((plan.folder / entry.file).lexically_normal().u16string());
}

QVariantMap stateOf(const stimuli::Plan& plan) {
    return {{"plan", QString::fromStdString(to_json(plan).dump())},
            {"planFolder", QString::fromStdU16String(plan.folder.u16string())}};
}

std::optional<stimuli::Plan> planOf(const QVariantMap& state) {
    const std::string text = state.value("plan").toString().toStdString();
    auto read = capture([&] { return stimuli::plan_from_json(text, "session"); });
    if (text.empty() || !read.ok()) return std::nullopt;
    read.value().folder = state.value("planFolder").toString().toStdU16String();
    return read.value();
}

}  // namespace

QVariantMap StimuliScreen::state() const {
    stimuli::Plan plan = m_model->plan();
    if (isPrivate()) std::erase_if(plan.identities, isOfAPerson);
    return stateOf(plan);
}

QVariantMap StimuliScreen::stateWithPhotos() const {
    return stateOf(m_model->plan());
}

void StimuliScreen::restoreState(const QVariantMap& state) {
    const std::optional<stimuli::Plan> plan = planOf(state);
    if (plan) m_model->setPlan(*plan);
}

void StimuliScreen::reset() {
    m_model->setPlan(stimuli::plan_from_json(stimuli::example_plan(), "example"));
    if (m_model->modelInfo() != nullptr) m_model->setModel(*m_model->modelInfo());
}

QString StimuliScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const auto was = planOf(before), is = planOf(after);
    if (!was || !is) return tr("the plan");
    if (was->identities.size() != is->identities.size())
        return was->identities.size() < is->identities.size() ? tr("a new identity") : tr("removing an identity");
    const auto expressions = [](const stimuli::Plan& plan) { return to_json(plan).value("expressions", PlanJson()); };
    return expressions(*was) == expressions(*is) ? tr("the plan") : tr("the expressions");
}

std::optional<Snapshot> StimuliScreen::snapshot() const {
    const PlanOutlook& outlook = m_model->outlook();
    if (!m_model->canMake() || outlook.faces.empty()) return std::nullopt;
    Snapshot snapshot;
    const stimuli::Plan& plan = m_model->plan();
    const auto shown = std::min<std::size_t>(outlook.faces.size(), 4);
    snapshot.pictures.assign(outlook.faces.begin(), outlook.faces.begin() + static_cast<std::ptrdiff_t>(shown));
    for (const stimuli::IdentityEntry& entry : plan.identities)
        if (isOfAPerson(entry)) snapshot.facts.photos.push_back(fileOfIdentity(plan, entry).toStdString());
    snapshot.facts.title = tr("A set of %1 pictures in %2 expressions")
                               .arg(outlook.estimate.pictures)
                               .arg(plan.expressions.size())
                               .toStdString();
    snapshot.essence = to_json(plan).dump();
    return snapshot;
}

void StimuliScreen::forgetPhotos(const QStringList& photos) {
    stimuli::Plan plan = m_model->plan();
    const auto gone = std::erase_if(plan.identities, [&](const stimuli::IdentityEntry& entry) {
        return isOfAPerson(entry) && photos.contains(fileOfIdentity(plan, entry));
    });
    if (gone > 0) m_model->setPlan(plan);
}

}  // namespace bplf::ui
