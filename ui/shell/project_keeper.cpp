// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and beginning anew; what is missing is in project_locating.cpp, saving in project_saving.cpp.
#include "ui/shell/project_keeper.h"

#include <QFileInfo>
#include <QUndoStack>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/model_opening.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/bridge/state_json.h"
#include "ui/history/committed_states.h"
#include "ui/history/history_model.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/screen.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

Image pictureOf(const std::string& base64) {
    const QImage image = QImage::fromData(QByteArray::fromBase64(QByteArray::fromStdString(base64)), "PNG");
    return image.isNull() ? Image() : fromQImage(image);
}

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

/// A project as it was read, with the pictures of its favourites.
struct ProjectKeeper::Found {
    project::ProjectFile file;
    std::vector<std::pair<Image, Image>> pictures;
};

ProjectKeeper::ProjectKeeper(ProjectParts parts, QObject* parent)
    : QObject(parent), m_parts(std::move(parts)), m_opening(new ModelOpening(m_parts.bridge, this)) {
    connect(m_parts.undo->stack(), &QUndoStack::cleanChanged, this, &ProjectKeeper::titleChanged);
    connect(m_parts.bridge, &EngineBridge::modelLoaded, this, &ProjectKeeper::modelLoaded);
    connect(m_parts.history, &HistoryModel::rated, this, [this](const QString& id, int stars) {
        if (stars > 0) m_favourites.insert(id);
        if (m_favourites.contains(id)) markModified();
    });
}

ProjectKeeper::~ProjectKeeper() = default;

QString ProjectKeeper::name() const {
    const QString file = QFileInfo(m_path).fileName(), ending = QLatin1String(project::kProjectEnding);
    return file.endsWith(ending, Qt::CaseInsensitive) ? file.chopped(ending.size()) : file;
}

bool ProjectKeeper::isModified() const {
    return m_isMarked || !m_parts.undo->stack()->isClean();
}

void ProjectKeeper::markModified() {
    if (std::exchange(m_isMarked, true)) return;
    Q_EMIT titleChanged();
}

void ProjectKeeper::modelLoaded() {
    const std::string& hash = m_parts.bridge->model()->sha256;
    const bool isAnother = !m_modelHash.empty() && hash != m_modelHash;
    m_modelHash = hash;
    if (m_isBusy || !isAnother) return;
    m_lacksModel = false;
    markModified();
}

bool ProjectKeeper::begin() {
    if (!std::exchange(m_isBusy, true)) return true;
    Q_EMIT messageRaised(information(tr("A project is still being read or written."), tr("Try again in a moment.")));
    return false;
}

bool ProjectKeeper::canReplace() {
    const auto busy =
        std::ranges::find_if(m_parts.screens, [](const Screen* screen) { return !screen->canRestoreState(); });
    if (busy == m_parts.screens.end()) return true;
    Message message = information(tr("%1 is busy, so no other project can be shown now.").arg((*busy)->title()),
                                  tr("Stop it there, or wait until it has finished."));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
    return false;
}

ProjectKeeper::Found ProjectKeeper::read(const QString& path) {
    Found found{project::read_project(path.toStdU16String()), {}};
    for (const project::Favourite& favourite : found.file.project.favourites)
        found.pictures.emplace_back(pictureOf(favourite.thumbnail), pictureOf(favourite.face));
    return found;
}

void ProjectKeeper::open(const QString& path, std::function<void()> then) {
    const QString file = QFileInfo(path).absoluteFilePath();
    if (!canReplace() || !begin()) return;
    runInBackground<Found>(
        this, [file] { return read(file); },
        [this, file, then = std::move(then)](const Result<Found>& found) {
            if (!found.ok()) {
                m_isBusy = false;
                if (!QFileInfo::exists(file)) m_parts.settings->removeRecentProject(file);
                Q_EMIT messageRaised(messageFromError(
                    found.error(), tr("The project %1 was not opened.").arg(QFileInfo(file).fileName())));
                return;
            }
            const project::ProjectModel& model = found.value().file.project.model;
            m_opening->open(textOf(model.file.empty() ? model.name : model.file), textOf(model.sha256),
                            [this, file, then, found = found.value()] {
                                show(file, found);
                                if (then) then();
                            });
        });
}

void ProjectKeeper::show(const QString& path, const Found& found) {
    m_isBusy = false;
    m_project = found.file.project;
    m_missing.clear();
    for (const std::string& file : found.file.missing) m_missing << textOf(file);
    m_moves.clear();
    const ModelInfo* model = m_parts.bridge->model();
    m_lacksModel = !m_project.model.sha256.empty() && (model == nullptr || model->sha256 != m_project.model.sha256);
    Q_EMIT modeRequested(textOf(m_project.mode));
    showScreens();
    takeFavourites(found);
    begun(path, !m_lock.take(path), found.file.sha256);
    warn();
}

/// Those that are not in front begin nothing that the one in front would have to wait for.
std::vector<Screen*> ProjectKeeper::frontLast() const {
    std::vector<Screen*> screens = m_parts.screens;
    const QString front = m_parts.mode();
    std::ranges::stable_partition(screens, [&](const Screen* screen) { return screen->id() != front; });
    return screens;
}

void ProjectKeeper::showScreens() {
    for (Screen* screen : frontLast()) {
        const std::string id = screen->id().toStdString();
        const auto state = m_project.screens.find(id);
        if (state == m_project.screens.end()) {
            screen->reset();
            continue;
        }
        screen->restoreState(stateOfJson(state->second));
        std::vector<std::string> known;
        for (const QString& key : screen->state().keys()) known.push_back(key.toStdString());
        project::forget_keys(m_project, id, known);
    }
}

void ProjectKeeper::takeFavourites(const Found& found) {
    m_favourites.clear();
    const std::vector<project::Favourite>& favourites = found.file.project.favourites;
    for (std::size_t i = 0; i < favourites.size(); ++i) {
        const project::HistoryRecord& record = favourites[i].record;
        m_favourites.insert(textOf(record.id));
        if (m_parts.history->find(record.id) != nullptr) continue;
        const auto& [thumbnail, face] = found.pictures[i];
        m_parts.history->add(record, thumbnail.empty() ? std::vector<Image>() : std::vector<Image>{thumbnail}, face);
    }
}

void ProjectKeeper::begun(const QString& path, bool isReadOnly, const std::string& hash) {
    m_path = path;
    m_isReadOnly = isReadOnly;
    m_hash = hash;
    m_isMarked = false;
    m_parts.undo->clear();
    if (!path.isEmpty()) m_parts.settings->addRecentProject(path);
    Q_EMIT titleChanged();
}

void ProjectKeeper::startNew() {
    if (!canReplace() || !begin()) return;
    m_isBusy = false;
    m_lock.release();
    m_project = {};
    m_favourites.clear();
    m_missing.clear();
    m_moves.clear();
    m_lacksModel = false;
    for (Screen* screen : frontLast()) screen->reset();
    begun({}, false, {});
}

void ProjectKeeper::resume() {
    const StudioSettings::ProjectOfSession last = m_parts.settings->project();
    m_favourites = QSet<QString>(last.favourites.begin(), last.favourites.end());
    m_isMarked = last.isModified;
    if (last.path.isEmpty() || !begin()) return;
    m_path = last.path;
    m_hash = last.hash.toStdString();
    m_isReadOnly = !m_lock.take(m_path);
    Q_EMIT titleChanged();
    runInBackground<Found>(
        this, [path = m_path] { return read(path); },
        [this](const Result<Found>& found) {
            m_isBusy = false;
            if (found.ok()) {
                // The session is newer; of the file only what this version does not know is needed.
                m_project = found.value().file.project;
                for (const Screen* screen : m_parts.screens) {
                    std::vector<std::string> known;
                    for (const QString& key : screen->state().keys()) known.push_back(key.toStdString());
                    project::forget_keys(m_project, screen->id().toStdString(), known);
                }
                return;
            }
            Message message =
                messageFromError(found.error(), tr("The project %1 could not be read again.").arg(name()));
            message.todo = tr("What you see was kept; save it under another name.");
            m_lock.release();
            m_path.clear();
            m_isMarked = true;
            Q_EMIT titleChanged();
            Q_EMIT messageRaised(message);
        });
}

void ProjectKeeper::storeInSession() const {
    m_parts.settings->setProject(
        {m_path, textOf(m_hash), isModified(), QStringList(m_favourites.begin(), m_favourites.end())});
}

}  // namespace bplf::ui
