// SPDX-License-Identifier: GPL-3.0-or-later
// QLockFile notices when the process that held a lock is gone, so that a killed studio's session is free at once.
#include "ui/shell/session_file.h"

#include <QDir>
#include <QUuid>
#include <algorithm>

namespace bplf::ui {
namespace {

constexpr qsizetype kMostSessions = 8;
const QString kRunning = QStringLiteral("running");

/// Newest first.
QFileInfoList sessionsIn(const QString& folder) {
    return QDir(folder).entryInfoList({QStringLiteral("*.ini")}, QDir::Files, QDir::Time);
}

QString lockOf(const QString& path) {
    return path.chopped(4) + QStringLiteral(".lock");
}

/// What a killed studio was about to write beside its file.
void removeHalves(const QString& path) {
    const QFileInfo file(path);
    for (const QFileInfo& half : file.dir().entryInfoList({file.fileName() + QStringLiteral(".*")}, QDir::Files))
        QFile::remove(half.filePath());
}

void removeOldest(const QString& folder) {
    const QFileInfoList sessions = sessionsIn(folder);
    for (qsizetype i = kMostSessions; i < sessions.size(); ++i) {
        const QString path = sessions[i].filePath();
        QLockFile lock(lockOf(path));
        lock.setStaleLockTime(0);
        if (lock.tryLock(0)) QFile::remove(path);
    }
}

}  // namespace

QString stateFolder() {
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state)) state = QDir::homePath() + QStringLiteral("/.local/state");
    return state + QStringLiteral("/bplf-studio");
}

QString sessionFolder() {
    return stateFolder() + QStringLiteral("/sessions");
}

void forgetInSessions(const QString& folder, const QStringList& words) {
    for (const QFileInfo& session : sessionsIn(folder)) {
        QLockFile lock(lockOf(session.filePath()));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0)) continue;
        QSettings values(session.filePath(), QSettings::IniFormat);
        for (const QString& key : values.allKeys()) {
            const QString value = values.value(key).toString();
            const auto isIn = [&value](const QString& word) { return value.contains(word); };
            if (std::ranges::any_of(words, isIn)) values.remove(key);
        }
    }
}

SessionFile::SessionFile(const QString& folder, bool isFresh) {
    QDir().mkpath(folder);
    removeOldest(folder);
    if (!isFresh)
        for (const QFileInfo& session : sessionsIn(folder))
            if (take(session.filePath())) break;
    m_isNew = m_values == nullptr;
    if (m_isNew) take(QStringLiteral("%1/%2.ini").arg(folder, QUuid::createUuid().toString(QUuid::WithoutBraces)));
    m_wasCut = m_values->value(kRunning, false).toBool();
    m_values->setValue(kRunning, true);
    save();
}

bool SessionFile::take(const QString& path) {
    auto alive = std::make_unique<QLockFile>(lockOf(path));
    alive->setStaleLockTime(0);
    // Where no lock can be made, as on a full or read-only disk, a session of its own is still one for the screen.
    if (!alive->tryLock(0) && (alive->error() == QLockFile::LockFailedError || QFile::exists(path))) return false;
    removeHalves(path);
    m_alive = std::move(alive);
    m_values = std::make_unique<QSettings>(path, QSettings::IniFormat);
    return true;
}

void SessionFile::close() {
    m_values->setValue(kRunning, false);
    save();
}

}  // namespace bplf::ui
