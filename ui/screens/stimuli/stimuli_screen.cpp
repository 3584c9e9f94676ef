// SPDX-License-Identifier: GPL-3.0-or-later
// Wires plan, page and panel to the shell.
#include "ui/screens/stimuli/stimuli_screen.h"

#include <QAction>
#include <QDesktopServices>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QMessageBox>
#include <QUrl>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "ui/kit/icons.h"
#include "ui/kit/picture_dialog.h"
#include "ui/screens/stimuli/stimuli_page.h"
#include "ui/screens/stimuli/stimuli_panel.h"

namespace bplf::ui {
namespace {

/// Where a plan says what it is.
constexpr qint64 kHead = 4096;

}  // namespace

StimuliScreen::StimuliScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent),
      m_model(new StimuliModel(bridge, this)),
      m_page(new StimuliPage(m_model)),
      m_panel(new StimuliPanel(m_model)),
      m_confirm([this](const QString& question) {
          return QMessageBox::question(m_page, tr("Replace the set?"), question, QMessageBox::Yes | QMessageBox::No,
                                       QMessageBox::No) == QMessageBox::Yes;
      }) {
    makeActions();
    connect(m_model, &StimuliModel::messageRaised, this, &Screen::messageRaised);
    connect(m_model, &StimuliModel::progressed, this, &Screen::progressed);
    connect(m_model, &StimuliModel::settledChanged, this, &Screen::settledChanged);
    connect(m_model, &StimuliModel::planChanged, this, &Screen::stateEdited);
    for (auto changed : {&StimuliModel::planChanged, &StimuliModel::outlookChanged, &StimuliModel::makingChanged})
        connect(m_model, changed, this, &StimuliScreen::updateActions);
    connect(m_page, &StimuliPage::makeRequested, this, &StimuliScreen::askAndMake);
    connect(m_page, &StimuliPage::photosRequested, m_panel, &StimuliPanel::addPhotos);
    connect(m_page, &StimuliPage::codesRequested, m_panel, &StimuliPanel::addCodes);
    connect(m_page, &StimuliPage::sheetRequested, this, [this] { show(QStringLiteral("contact-sheet.pdf")); });
    connect(m_page, &StimuliPage::ratingRequested, this, [this] { show(QStringLiteral("rating.html")); });
    updateActions();
}

QWidget* StimuliScreen::page() {
    return m_page;
}

QWidget* StimuliScreen::inspector() {
    return m_panel;
}

QAction* StimuliScreen::add(const QString& text, const QString& tip, const QString& iconName, const QKeySequence& key,
                            std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setStatusTip(tip);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void StimuliScreen::makeActions() {
    add(tr("Open a plan…"), tr("Open the plan of a set, a JSON file."), "open", {}, [this] {
        const QString path = QFileDialog::getOpenFileName(m_page, tr("Open a plan"), {}, tr("Plans (*.json)"));
        if (!path.isEmpty()) openPlan(path);
    });
    add(tr("Save the plan…"), tr("Save the plan, from which the command line makes the same set."), "save",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] {
            const QString path = askForFileName(m_page, tr("Save the plan"), "plan.json", tr("Plans"), "json");
            if (!path.isEmpty()) savePlan(path);
        });
    add(tr("Add photos of faces…"), tr("Add persons of your own to the set."), "plus", {},
        [this] { m_panel->addPhotos(); });
    add(tr("Add saved faces…"), tr("Add faces that Encode saved to the set."), "plus", {},
        [this] { m_panel->addCodes(); });
    m_make = add(tr("Make the set…"), tr("Draw the whole set into a folder."), "play",
                 QKeySequence(Qt::CTRL | Qt::Key_Return), [this] {
                     if (!m_model->isMaking()) askAndMake();
                 });
    m_sheet = add(tr("Show the contact sheet"), tr("Open the sheet of all pictures of the set that was made."), "info",
                  {}, [this] { show(QStringLiteral("contact-sheet.pdf")); });
    m_rate = add(tr("Rate the set in a browser"), tr("Open the page that asks people what they see in each picture."),
                 "info", {}, [this] { show(QStringLiteral("rating.html")); });
    QAction* remove = add(tr("Take the identity out"), tr("Take the chosen identity out of the set."), "close",
                          QKeySequence(Qt::Key_Delete), [this] { m_page->removeIdentity(); });
    // Delete acts only where the strip has the focus.
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_page->strip()->addAction(remove);
}

void StimuliScreen::updateActions() {
    m_make->setEnabled(m_model->canMake());
    const bool isMade = !m_model->isMaking() && !m_model->madeFolder().isEmpty();
    m_sheet->setEnabled(isMade);
    m_rate->setEnabled(isMade);
}

void StimuliScreen::activated() {
    m_model->setActive(true);
    updateActions();
}

void StimuliScreen::deactivated() {
    m_model->setActive(false);
}

void StimuliScreen::modelChanged(const ModelInfo& info) {
    m_panel->setModel(info);
    m_model->setModel(info);
}

void StimuliScreen::stop() {
    m_model->stopMaking();
}

QString StimuliScreen::runningWork() const {
    return m_model->isMaking() ? tr("A set of stimuli is being made.") : QString();
}

bool StimuliScreen::claims(const QString& path) const {
    QFile file(path);
    return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && file.open(QIODevice::ReadOnly) &&
           file.read(kHead).contains(stimuli::kPlanSchema);
}

bool StimuliScreen::canOpen(const QString& path) const {
    return claims(path);
}

void StimuliScreen::open(const QStringList& paths) {
    for (const QString& path : paths) openPlan(path);
}

void StimuliScreen::openPlan(const QString& path) {
    const auto read = capture([&] { return stimuli::read_plan(path.toStdU16String()); });
    if (!read.ok()) {
        Q_EMIT messageRaised(windowMessage(read.error(), tr("The plan was not opened.")));
        return;
    }
    const QString wanted = QString::fromStdString(read.value().model);
    const bool isAnother = wanted.toStdString() != m_model->plan().model;
    m_model->setPlan(read.value());
    if (isAnother) bridge()->loadModel(wanted);
}

void StimuliScreen::savePlan(const QString& path) {
    stimuli::Plan plan = m_model->plan();
    const std::filesystem::path file = path.toStdU16String();
    // Names beside the old plan would mean other files beside the new one.
    for (stimuli::IdentityEntry& entry : plan.identities) {
        if (!entry.file.empty() && file.parent_path() != plan.folder)
            entry.file = (plan.folder / entry.file).lexically_normal().string();
    }
    plan.folder = file.parent_path();
    const Result<void> saved = capture([&] { write_file(file, to_json(plan).dump(2) + "\n"); });
    if (!saved.ok()) {
        Q_EMIT messageRaised(windowMessage(saved.error(), tr("The plan was not saved.")));
        return;
    }
    m_model->setPlan(plan);
    Q_EMIT messageRaised(information(tr("Saved %1.").arg(path)));
}

void StimuliScreen::askAndMake() {
    if (m_model->isMaking()) return m_model->stopMaking();
    if (!m_model->canMake()) return;
    const QString folder =
        QFileDialog::getSaveFileName(m_page, tr("Name the folder of the set"), QStringLiteral("stimuli"), {}, nullptr,
                                     QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty()) makeInto(folder);
}

bool StimuliScreen::makeInto(const QString& folder) {
    if (!m_model->canMake()) return false;
    const bool replaces = QFileInfo::exists(folder);
    if (replaces && !m_confirm(tr("%1 is there already. Put the new set in its place?").arg(folder))) return false;
    m_model->make(folder, replaces);
    return true;
}

void StimuliScreen::show(const QString& file) {
    const QString folder = m_model->madeFolder();
    const QString path = folder + QLatin1Char('/') + file;
    const QString place = QFileInfo::exists(path) ? path : folder;
    if (folder.isEmpty() || QDesktopServices::openUrl(QUrl::fromLocalFile(place))) return;
    Message message = information(tr("No program here opens it."), tr("It is %1.").arg(place));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
}

bool StimuliScreen::receiveIdentity(const QString& source) {
    QString problem;
    if (m_panel->addIdentity(source.toStdString(), &problem)) return true;
    Message message = information(tr("The face was not added to the set."), problem);
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
    return false;
}

}  // namespace bplf::ui
