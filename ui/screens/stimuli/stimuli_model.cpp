// SPDX-License-Identifier: GPL-3.0-or-later
// Every edit starts one short wait, then one look at the whole plan; a newer edit stops an older look.
#include "ui/screens/stimuli/stimuli_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/stimuli/plan_edit.h"

namespace bplf::ui {
namespace {

/// How long typing must pause before the plan is looked through, in milliseconds.
constexpr int kPause = 250;
/// How many faces the strip shows; others have their name alone.
constexpr std::size_t kMostFaces = 96;

/// How core names what the window calls otherwise.
constexpr std::array<std::pair<const char*, const char*>, 9> kWords{{
    {"\"axes\" smaller", "the width and height smaller"},
    {"\"edge\"", "the soft edge"},
    {"\"mean\"", "the mean"},
    {"\"sd\"", "the deviation"},
    {"\"size\"", "the width of the pictures"},
    {"\"choose\"", "the choice"},
    {"\"levels\"", "the levels"},
    {"\"groups\"", "the groups"},
    {" in the plan.", "."},
}};

QString inWords(const std::string& text) {
    QString words = QString::fromStdString(text);
    for (const auto& [from, to] : kWords) words.replace(QLatin1String(from), QLatin1String(to));
    return words;
}

QString todoOf(const Error& error) {
    const QString hint = QString::fromStdString(error.hint());
    if (hint.contains(QLatin1String("--force"))) return StimuliModel::tr("Remove that folder, or choose another one.");
    if (hint.contains(QLatin1String("model_sha256")))
        return StimuliModel::tr("Open that model, or take the present one for the plan.");
    return inWords(messageFromError(error).todo.toStdString());
}

}  // namespace

/// What looks at faces; kept from one look to the next.
struct StimuliModel::Eyes {
    std::string name;
    std::unique_ptr<stimuli::Judge> judge;

    stimuli::Tools tools(Engine& engine, const std::string& wanted) {
        if (wanted != name) judge.reset();
        if (!wanted.empty() && !judge) judge = stimuli::load_judge(wanted);
        name = wanted;
        return {&engine, judge.get(), stimuli::steady_finder(engine)};
    }
};

StimuliModel::StimuliModel(EngineBridge* bridge, QObject* parent)
    : QObject(parent),
      m_bridge(bridge),
      m_eyes(std::make_shared<Eyes>()),
      m_plan(stimuli::plan_from_json(stimuli::example_plan(), "example")) {
    m_wait.setSingleShot(true);
    m_wait.setInterval(kPause);
    connect(&m_wait, &QTimer::timeout, this, &StimuliModel::look);
}

StimuliModel::~StimuliModel() = default;

EngineBridge* StimuliModel::work() {
    if (m_work) return m_work.get();
    m_work = std::make_unique<EngineBridge>(m_bridge->factory());
    connect(m_work.get(), &EngineBridge::engineFailed, this, [this](const Error& error) {
        m_looking = m_making = 0;
        Q_EMIT messageRaised(windowMessage(error, tr("The plan cannot be looked through.")));
        Q_EMIT makingChanged();
        Q_EMIT settledChanged();
    });
    return m_work.get();
}

void StimuliModel::setPlan(const stimuli::Plan& plan) {
    m_plan = plan;
    planEdited();
}

void StimuliModel::setModel(const ModelInfo& info) {
    const bool isEmbedded = m_bridge->embeddedModels().contains(QString::fromStdString(info.name));
    const std::string name = isEmbedded ? info.name : info.path;
    if (m_plan.model != name) {
        m_plan.model = name;
        m_plan.model_sha256.clear();
    }
    m_drawing = 0;
    planEdited();
}

void StimuliModel::setActive(bool active) {
    m_isActive = active;
    if (!active) m_drawing = 0;  // another screen's drawing takes its place
    if (active && m_isStale) planEdited();
    if (active && m_outlook.set && m_pictures.empty()) drawPictures();
}

void StimuliModel::planEdited() {
    m_isStale = true;
    if (m_isActive && m_bridge->model() != nullptr) m_wait.start();
    Q_EMIT planChanged();
    Q_EMIT settledChanged();
}

void StimuliModel::look() {
    const quint64 look = m_looking = ++m_newest;
    m_isStale = false;
    const auto see = [plan = m_plan, eyes = m_eyes](Engine& engine,
                                                    const std::stop_token& stop) -> Result<PlanOutlook> {
        PlanOutlook outlook;
        const Result<void> seen = capture([&] {
            const stimuli::Tools tools = eyes->tools(engine, plan.judge);
            auto set =
                std::make_shared<stimuli::SetRecord>(stimuli::plan_set(plan, "", tools, {}, stop, &outlook.part));
            outlook.estimate = stimuli::estimate_of(*set, tools, stop);
            outlook.faces = stimuli::draw_neutral_faces(*set, kMostFaces, tools, stop);
            outlook.set = std::move(set);
        });
        if (!seen.ok()) outlook.problem = seen.error();
        return outlook;
    };
    work()->runInteractive<PlanOutlook>(
        see, this, [this, look](const Result<PlanOutlook>& outlook) { takeOutlook(look, outlook); });
    Q_EMIT outlookChanged();
}

void StimuliModel::takeOutlook(quint64 look, const Result<PlanOutlook>& outlook) {
    if (look != m_looking) return;
    m_looking = 0;
    m_outlook = outlook.value();
    const int count = m_outlook.set ? static_cast<int>(m_outlook.set->design.identities.size()) : 0;
    m_identity = std::clamp(m_identity, 0, std::max(0, count - 1));
    if (!m_outlook.set) m_pictures.clear();
    Q_EMIT outlookChanged();
    if (m_outlook.set) drawPictures();
    Q_EMIT settledChanged();
}

void StimuliModel::setIdentity(int identity) {
    if (identity == m_identity || !m_outlook.set) return;
    m_identity = std::clamp(identity, 0, static_cast<int>(m_outlook.set->design.identities.size()) - 1);
    Q_EMIT identityChanged();
    drawPictures();
}

void StimuliModel::removeIdentity(int identity) {
    if (!m_outlook.set || identity < 0) return;
    const auto& all = m_outlook.set->design.identities;
    if (isLooking() || identity >= static_cast<int>(all.size())) return;
    const stimuli::Identity& who = all[static_cast<std::size_t>(identity)];
    if (m_plan.identities[who.entry].kind == stimuli::IdentityEntry::Kind::kChoose) {
        Q_EMIT messageRaised(information(tr("This face was chosen by rules."), tr("Change the rules instead.")));
        return;
    }
    edit([&](stimuli::Plan& plan) { stimuli::remove_identity(plan, who.entry, who.seed); });
}

void StimuliModel::drawPictures() {
    const ModelInfo* model = m_bridge->model();
    // Another model is on its way; its loading looks through the plan again.
    if (!m_isActive || model == nullptr || model->sha256 != m_outlook.set->design.model.sha256) return;
    const quint64 drawing = m_drawing = ++m_newest;
    using Pictures = std::vector<stimuli::PreviewPicture>;
    m_bridge->runInteractive<Pictures>(
        [set = m_outlook.set, identity = m_identity](Engine& engine, const std::stop_token& stop) {
            return capture([&] {
                const stimuli::Tools tools{&engine, nullptr, stimuli::steady_finder(engine)};
                return stimuli::preview_identity(*set, identity, tools, stop);
            });
        },
        this,
        [this, drawing](const Result<Pictures>& pictures) {
            if (drawing != m_drawing) return;
            m_drawing = 0;
            if (pictures.ok()) {
                m_pictures = pictures.value();
                Q_EMIT picturesChanged();
            } else if (pictures.error().kind() != ErrorKind::kInterrupted) {
                Q_EMIT messageRaised(windowMessage(pictures.error(), tr("The pictures cannot be drawn.")));
            }
            Q_EMIT settledChanged();
        });
}

void StimuliModel::make(const QString& folder, bool force) {
    const std::filesystem::path out = folder.toStdU16String();
    const QPointer<StimuliModel> guard(this);
    EngineBridge* engines = work();
    m_making = engines->runBatch<stimuli::SetSummary>(
        [guard, engines, plan = m_plan, out, force, eyes = m_eyes](Engine& engine, const std::stop_token& stop) {
            const auto report = [&](const Progress& progress) {
                engines->deliver(QPointer<QObject>(guard.data()), [guard, progress] {
                    if (guard && guard->isMaking()) Q_EMIT guard->progressed(progress);
                });
            };
            return capture([&] {
                return stimuli::build_set(plan, "", out, force, eyes->tools(engine, plan.judge), report, stop);
            });
        },
        this, [this, folder](const Result<stimuli::SetSummary>& done) { madeSet(folder, done); });
    Q_EMIT makingChanged();
    Q_EMIT settledChanged();
}

void StimuliModel::madeSet(const QString& folder, const Result<stimuli::SetSummary>& done) {
    m_making = 0;
    Q_EMIT progressed({});
    if (done.ok()) {
        m_made = folder;
        Q_EMIT messageRaised(information(tr("Made %1: %2 pictures of %3 identities.")
                                             .arg(folder)
                                             .arg(done.value().pictures)
                                             .arg(done.value().identities),
                                         tr("Nobody has rated these faces: pilot them.")));
    } else if (done.error().kind() == ErrorKind::kInterrupted) {
        Q_EMIT messageRaised(
            information(tr("The set was stopped."), tr("Made again into the same folder, it goes on from there.")));
    } else {
        Q_EMIT messageRaised(windowMessage(done.error(), tr("The set was not made.")));
    }
    Q_EMIT makingChanged();
    Q_EMIT settledChanged();
}

void StimuliModel::stopMaking() {
    if (m_making != 0) m_work->cancelBatch(m_making);
}

Message windowMessage(const Error& error, const QString& whatFailed) {
    Message message = messageFromError(error, whatFailed);
    message.why = inWords(error.problem());
    message.todo = todoOf(error);
    return message;
}

QString windowText(const Error& error) {
    const QString where = QString::fromStdString(error.where());
    const QString todo = todoOf(error);
    QString text = inWords(error.problem());
    if (where.contains(QLatin1Char('/'))) text += QStringLiteral(" (%1)").arg(where.section(QLatin1Char('/'), -1));
    return todo.isEmpty() ? text : text + QLatin1Char(' ') + todo;
}

}  // namespace bplf::ui
