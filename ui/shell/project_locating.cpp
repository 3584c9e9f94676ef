// SPDX-License-Identifier: GPL-3.0-or-later
// What a project misses: told in one message, and located.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QUndoStack>

#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/model_opening.h"
#include "ui/bridge/state_json.h"
#include "ui/history/committed_states.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/screen.h"
#include "ui/shell/project_keeper.h"

namespace bplf::ui {
namespace {

QString askForPlace(const QString& title, const QString& filter) {
    return filter.isEmpty() ? QFileDialog::getExistingDirectory(nullptr, title)
                            : QFileDialog::getOpenFileName(nullptr, title, QString(), filter);
}

QString wordOf(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

QString ProjectKeeper::missingText() const {
    QStringList sentences;
    const QString model = wordOf(m_project.model.name);
    if (m_lacksModel &&
        m_opening->isThere(wordOf(m_project.model.file.empty() ? m_project.model.name : m_project.model.file)))
        sentences << tr("The model %1 is not what it was, so the faces differ.").arg(model);
    else if (m_lacksModel)
        sentences << tr("The model %1 is not there any more, so the faces differ.").arg(model);
    const QString first = m_missing.isEmpty() ? QString() : QFileInfo(m_missing.first()).fileName();
    if (m_missing.size() == 1) sentences << tr("%1 is not where it was.").arg(first);
    if (m_missing.size() > 1)
        sentences << tr("%1 and %2 more are not where they were.").arg(first).arg(m_missing.size() - 1);
    return sentences.join(QLatin1Char(' '));
}

/// One message says all that there is to say about a project that was opened.
void ProjectKeeper::warn() {
    const QString missing = missingText();
    const QString held = m_isReadOnly ? tr("%1 is open in another studio: here it can be changed, but not saved under "
                                           "its name.")
                                            .arg(name())
                                      : QString();
    if (missing.isEmpty()) {
        if (m_isReadOnly) Q_EMIT messageRaised(information(held, tr("Save it under another name to keep changes.")));
        if (!m_isReadOnly) Q_EMIT messageRaised(information(tr("Opened %1.").arg(name())));
        return;
    }
    Message message = information(missing, tr("Everything else is as it was saved, and nothing of it is lost."));
    message.severity = Message::Severity::kWarning;
    message.why = held;
    message.details = (m_lacksModel ? QStringList{wordOf(m_project.model.file)} + m_missing : m_missing).join('\n');
    message.action = tr("Locate…");
    message.act = [this] { locate(); };
    Q_EMIT messageRaised(message);
}

void ProjectKeeper::locate() {
    const Ask ask = m_ask ? m_ask : Ask(askForPlace);
    if (m_lacksModel) {
        const QString path = ask(tr("Where is the model %1?").arg(wordOf(m_project.model.name)),
                                 tr("Models (*.safetensors);;All files (*)"));
        if (!path.isEmpty()) locateModel(path);
    } else if (!m_missing.isEmpty()) {
        const QFileInfo file(m_missing.first());
        const QString path =
            ask(tr("Where is %1?").arg(file.fileName()), file.suffix().isEmpty() ? QString() : tr("All files (*)"));
        if (!path.isEmpty()) locateFile(path);
    }
}

void ProjectKeeper::locateModel(const QString& path) {
    if (!begin()) return;
    m_opening->open(path, {}, [this, path] {
        m_isBusy = false;
        const ModelInfo* model = m_parts.bridge->model();
        const bool isOpen = model != nullptr && QFileInfo(wordOf(model->path)) == QFileInfo(path);
        if (!isOpen) return;  // the engine has said why
        m_lacksModel = model->sha256 != m_project.model.sha256;
        // States that were cut to another model's labels are shown whole again.
        if (!m_lacksModel && m_parts.undo->stack()->isClean()) {
            showScreens();
            m_parts.states->rebase();
        }
        markModified();
        warn();
    });
}

void ProjectKeeper::locateFile(const QString& path) {
    const QString first = m_missing.first();
    const QDir before(QFileInfo(first).path()), now(QFileInfo(path).path());
    move(first, path);
    const QStringList others = m_missing;
    for (const QString& other : others) {
        const QString beside = QDir::cleanPath(now.filePath(before.relativeFilePath(other)));
        if (QFileInfo::exists(beside)) move(other, beside);
    }
    markModified();
    warn();
}

void ProjectKeeper::move(const QString& from, const QString& to) {
    m_missing.removeAll(from);
    m_moves.emplace_back(from.toStdString(), to.toStdString());
    for (Screen* screen : m_parts.screens) {
        project::Project one;
        const std::string before = jsonOfState(screen->stateWithPhotos());
        std::string& state = one.screens["screen"] = before;
        project::relocate(one, from.toStdString(), to.toStdString());
        if (state != before) m_parts.states->restore(screen, stateOfJson(state));
    }
}

}  // namespace bplf::ui
