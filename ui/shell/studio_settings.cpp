// SPDX-License-Identifier: GPL-3.0-or-later
// QSettings in INI form; a session that keeps nothing uses a file that is removed at its end.
#include "ui/shell/studio_settings.h"

#include <QDir>
#include <QFile>
#include <QUuid>

namespace bplf::ui {
namespace {

constexpr int kRecent = 12;
const QString kRecentModels = QStringLiteral("session/recentModels");
const QString kRecentProjects = QStringLiteral("session/recentProjects");
const QString kKeys = QStringLiteral("keys/");
const QString kProject = QStringLiteral("project/");
/// Raised when the docks change so much that an old layout would look broken.
constexpr int kLayoutVersion = 1;

QString groupOf(const QString& screen) {
    return QStringLiteral("screen-%1/").arg(screen);
}

QString layoutKey(const char* name) {
    return QStringLiteral("window%1/%2").arg(kLayoutVersion).arg(QLatin1String(name));
}

}  // namespace

StudioSettings::StudioSettings(bool persistent, bool isFresh) {
    if (persistent) {
        m_file = std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("bplf-studio"),
                                             QStringLiteral("studio"));
        m_session = std::make_unique<SessionFile>(sessionFolder(), isFresh);
        if (m_session->isNew() && !isFresh) takeOverOldSession();
        return;
    }
    m_temporary =
        QDir::tempPath() + QStringLiteral("/bplf-studio-%1.ini").arg(QUuid::createUuid().toString(QUuid::Id128));
    m_file = std::make_unique<QSettings>(m_temporary, QSettings::IniFormat);
}

StudioSettings::~StudioSettings() {
    m_file.reset();
    if (!m_temporary.isEmpty()) QFile::remove(m_temporary);
}

/// Earlier versions kept the session among the choices.
void StudioSettings::takeOverOldSession() {
    for (const QString& key : m_file->allKeys()) {
        const bool isChoice = key.startsWith(QLatin1String("view/")) || key.startsWith(kKeys) || key == kRecentModels ||
                              key == kRecentProjects;
        if (isChoice) continue;
        session().setValue(key, m_file->value(key));
        m_file->remove(key);
    }
}

void StudioSettings::save() {
    if (m_session != nullptr) m_session->save();
}

void StudioSettings::close() {
    if (m_session != nullptr) m_session->close();
}

QByteArray StudioSettings::geometry() const {
    return session().value(layoutKey("geometry")).toByteArray();
}
QByteArray StudioSettings::windowState() const {
    return session().value(layoutKey("state")).toByteArray();
}

void StudioSettings::setWindow(const QByteArray& geometry, const QByteArray& state) {
    session().setValue(layoutKey("geometry"), geometry);
    session().setValue(layoutKey("state"), state);
}

QVariantMap StudioSettings::screenState(const QString& screen) const {
    QVariantMap state;
    const QString group = groupOf(screen);
    for (const QString& key : session().allKeys())
        if (key.startsWith(group)) state[key.mid(group.size())] = session().value(key);
    return state;
}

void StudioSettings::setScreenState(const QString& screen, const QVariantMap& state) {
    for (auto entry = state.begin(); entry != state.end(); ++entry)
        session().setValue(groupOf(screen) + entry.key(), entry.value());
}

QString StudioSettings::mode() const {
    return session().value(QStringLiteral("session/mode"), QStringLiteral("sample")).toString();
}
void StudioSettings::setMode(const QString& mode) {
    session().setValue(QStringLiteral("session/mode"), mode);
}

QString StudioSettings::model() const {
    return session().value(QStringLiteral("session/model")).toString();
}
void StudioSettings::setModel(const QString& model) {
    session().setValue(QStringLiteral("session/model"), model);
}

QStringList StudioSettings::recentModels() const {
    return m_file->value(kRecentModels).toStringList();
}

void StudioSettings::addRecentModel(const QString& path) {
    prependRecent(kRecentModels, path);
}

QStringList StudioSettings::recentProjects() const {
    return m_file->value(kRecentProjects).toStringList();
}

void StudioSettings::addRecentProject(const QString& path) {
    prependRecent(kRecentProjects, path);
}

void StudioSettings::removeRecentProject(const QString& path) {
    m_file->sync();
    QStringList recent = recentProjects();
    recent.removeAll(path);
    m_file->setValue(kRecentProjects, recent);
}

void StudioSettings::prependRecent(const QString& key, const QString& path) {
    m_file->sync();  // another studio may have opened one
    QStringList recent = m_file->value(key).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    m_file->setValue(key, recent.mid(0, kRecent));
}

StudioSettings::ProjectOfSession StudioSettings::project() const {
    return {session().value(kProject + QStringLiteral("path")).toString(),
            session().value(kProject + QStringLiteral("hash")).toString(),
            session().value(kProject + QStringLiteral("modified"), false).toBool(),
            session().value(kProject + QStringLiteral("favourites")).toStringList()};
}

void StudioSettings::setProject(const ProjectOfSession& project) {
    session().setValue(kProject + QStringLiteral("path"), project.path);
    session().setValue(kProject + QStringLiteral("hash"), project.hash);
    session().setValue(kProject + QStringLiteral("modified"), project.isModified);
    session().setValue(kProject + QStringLiteral("favourites"), project.favourites);
}

QString StudioSettings::historyFolder() const {
    return m_session != nullptr ? stateFolder() + QStringLiteral("/history") : QString();
}

bool StudioSettings::hasKeys(const QString& action) const {
    return m_file->contains(kKeys + action);
}
QStringList StudioSettings::keys(const QString& action) const {
    return m_file->value(kKeys + action).toStringList();
}
void StudioSettings::setKeys(const QString& action, const QStringList& keys) {
    m_file->setValue(kKeys + action, keys);
}
void StudioSettings::forgetKeys(const QString& action) {
    m_file->remove(kKeys + action);
}

bool StudioSettings::isPrivate() const {
    return m_file->value(QStringLiteral("view/private"), false).toBool();
}
void StudioSettings::setPrivate(bool isPrivate) {
    m_file->setValue(QStringLiteral("view/private"), isPrivate);
}

Theme StudioSettings::theme() const {
    return themeFromName(m_file->value(QStringLiteral("view/theme")).toString());
}
void StudioSettings::setTheme(Theme theme) {
    m_file->setValue(QStringLiteral("view/theme"), themeName(theme));
}

}  // namespace bplf::ui
