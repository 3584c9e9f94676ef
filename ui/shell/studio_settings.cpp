// SPDX-License-Identifier: GPL-3.0-or-later
// QSettings in INI form; a session that keeps nothing uses a file that is removed at its end.
#include "ui/shell/studio_settings.h"

#include <QDir>
#include <QFile>
#include <QUuid>

namespace bplf::ui {
namespace {

constexpr int kRecent = 12;
/// Raised when the docks change so much that an old layout would look broken.
constexpr int kLayoutVersion = 1;

QString groupOf(const QString& screen) {
    return QStringLiteral("screen-%1/").arg(screen);
}

QString layoutKey(const char* name) {
    return QStringLiteral("window%1/%2").arg(kLayoutVersion).arg(QLatin1String(name));
}

}  // namespace

StudioSettings::StudioSettings(bool persistent) {
    if (persistent) {
        m_file = std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("bplf-studio"),
                                             QStringLiteral("studio"));
        m_session = std::make_unique<SessionFile>(sessionFolder());
        if (m_session->isNew()) takeOverOldSession();
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
        const bool isChoice = key.startsWith(QLatin1String("view/")) || key == QLatin1String("session/recentModels");
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
    return m_file->value(QStringLiteral("session/recentModels")).toStringList();
}

void StudioSettings::addRecentModel(const QString& path) {
    m_file->sync();  // another studio may have opened one
    QStringList recent = recentModels();
    recent.removeAll(path);
    recent.prepend(path);
    m_file->setValue(QStringLiteral("session/recentModels"), recent.mid(0, kRecent));
}

QString StudioSettings::historyFolder() const {
    return m_session != nullptr ? stateFolder() + QStringLiteral("/history") : QString();
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
