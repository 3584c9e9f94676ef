// SPDX-License-Identifier: GPL-3.0-or-later
// From the window to a project's file.
#include <QBuffer>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QUndoStack>

#include "core/base/models_folder.h"
#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/state_json.h"
#include "ui/history/committed_states.h"
#include "ui/history/history_model.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/screen.h"
#include "ui/shell/project_keeper.h"
#include "ui/shell/studio_settings.h"

namespace bplf::ui {
namespace {

/// Empty where the file cannot be read: a favourite without its picture is still one.
std::string base64Of(const QString& path) {
    QFile file(path);
    return !path.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll().toBase64().toStdString() : std::string();
}

std::string base64Of(const QImage& image) {
    QBuffer buffer;
    if (!image.isNull()) image.save(&buffer, "PNG");
    return buffer.data().toBase64().toStdString();
}

}  // namespace

project::ProjectModel ProjectKeeper::presentModel() const {
    const ModelInfo* model = m_parts.bridge->model();
    // A model that is missing is still the project's, until another one is chosen.
    if (model == nullptr || m_lacksModel) return m_project.model;
    if (m_parts.bridge->embeddedModels().contains(QString::fromStdString(model->name)))
        return {model->name, {}, model->sha256};
    return {model_name(model->path), QFileInfo(QString::fromStdString(model->path)).absoluteFilePath().toStdString(),
            model->sha256};
}

project::Project ProjectKeeper::present() const {
    project::Project project = m_project;
    if (project.created.empty()) project.created = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    project.model = presentModel();
    project.mode = m_parts.mode().toStdString();
    for (const Screen* screen : m_parts.screens) {
        const QVariantMap state = screen->state();
        if (!state.isEmpty()) project.screens[screen->id().toStdString()] = jsonOfState(state);
    }
    return project;
}

std::vector<ProjectKeeper::PictureFiles> ProjectKeeper::addFavourites(project::Project& project) const {
    std::vector<PictureFiles> files;
    project.favourites.clear();
    for (const project::HistoryRecord& record : m_parts.history->all()) {
        if (record.rating == 0 || !m_favourites.contains(QString::fromStdString(record.id))) continue;
        if (m_parts.settings->isPrivate() && !record.photos.empty()) continue;
        const PictureFiles places{m_parts.history->thumbnailFile(record), m_parts.history->faceFile(record)};
        const bool isInMemory = places.thumbnail.isEmpty();
        project.favourites.push_back({record, isInMemory ? base64Of(m_parts.history->thumbnail(record)) : "", ""});
        files.push_back(places);
    }
    return files;
}

void ProjectKeeper::save(std::function<void()> then) {
    write(m_path, m_hash, std::move(then));
}

void ProjectKeeper::saveAs(const QString& path, std::function<void()> then) {
    const QString file = QFileInfo(path).absoluteFilePath();
    if (file == m_path && !m_isReadOnly) return write(file, {}, std::move(then));
    ProjectLock other;
    if (!other.take(file)) {
        Message message = information(tr("%1 is open in another studio.").arg(QFileInfo(file).fileName()),
                                      tr("Choose another name."));
        message.severity = Message::Severity::kWarning;
        Q_EMIT messageRaised(message);
        return;
    }
    write(file, {}, std::move(then));
}

void ProjectKeeper::write(const QString& path, const std::string& expected, std::function<void()> then) {
    if (!begin()) return;
    m_parts.states->flush();
    project::Project project = present();
    const std::vector<PictureFiles> pictures = addFavourites(project);
    for (const auto& [from, to] : m_moves) project::relocate(project, from, to);
    // What is changed while it is being written is not in it.
    m_isMarked = false;
    m_parts.undo->stack()->setClean();
    runInBackground<std::string>(
        this,
        [path, expected, project = std::move(project), pictures]() mutable {
            for (std::size_t i = 0; i < pictures.size(); ++i) {
                if (project.favourites[i].thumbnail.empty())
                    project.favourites[i].thumbnail = base64Of(pictures[i].thumbnail);
                project.favourites[i].face = base64Of(pictures[i].face);
            }
            return project::write_project(path.toStdU16String(), project, expected);
        },
        [this, path, then = std::move(then)](const Result<std::string>& hash) {
            m_isBusy = false;
            if (!hash.ok()) return failedToWrite(hash.error(), path);
            written(path, hash.value());
            if (then) then();
        });
}

void ProjectKeeper::written(const QString& path, const std::string& hash) {
    m_hash = hash;
    if (path != m_path || m_isReadOnly) m_isReadOnly = !m_lock.take(path);
    m_path = path;
    m_parts.settings->addRecentProject(path);
    Q_EMIT titleChanged();
    Q_EMIT messageRaised(information(tr("Saved %1.").arg(name())));
}

void ProjectKeeper::failedToWrite(const Error& error, const QString& path) {
    m_isMarked = false;
    markModified();
    if (error.kind() != ErrorKind::kUsage)
        return Q_EMIT messageRaised(messageFromError(error, tr("The project was not saved.")));
    Message message =
        information(tr("%1 was changed by somebody else since it was opened.").arg(QFileInfo(path).fileName()),
                    tr("Save it under another name to keep both."));
    message.severity = Message::Severity::kWarning;
    message.action = tr("Save all the same");
    message.act = [this, path] { write(path, {}, {}); };
    Q_EMIT messageRaised(message);
}

}  // namespace bplf::ui
