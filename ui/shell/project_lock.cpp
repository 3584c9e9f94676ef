// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/project_lock.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include "ui/shell/session_file.h"

namespace bplf::ui {
namespace {

/// By another name the same file is the same project.
QString fileOf(const QString& project) {
    const QString real = QFileInfo(project).canonicalFilePath();
    const QByteArray name = (real.isEmpty() ? QFileInfo(project).absoluteFilePath() : real).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().left(32);
    return stateFolder() + QStringLiteral("/projects/%1.lock").arg(QString::fromLatin1(hash));
}

}  // namespace

bool ProjectLock::take(const QString& project) {
    release();
    const QString file = fileOf(project);
    QDir().mkpath(QFileInfo(file).path());
    m_lock = std::make_unique<QLockFile>(file);
    m_lock->setStaleLockTime(0);
    if (m_lock->tryLock(0)) return true;
    // Where no lock can be made, nobody else holds one.
    const bool isHeld = m_lock->error() == QLockFile::LockFailedError;
    release();
    return !isHeld;
}

}  // namespace bplf::ui
