// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept: choices for every session in $XDG_CONFIG_HOME/bplf-studio/studio.ini, and the session itself
// (session_file.h).
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariantMap>
#include <memory>

#include "ui/kit/theme.h"
#include "ui/shell/session_file.h"

namespace bplf::ui {

/// Typed access; each value has a default, and a damaged file is the same as none.
class StudioSettings {
  public:
    /// `persistent` false (safe mode, tests, screenshots): reads nothing, writes to memory only.
    /// `isFresh`: goes on with no session before, and leaves that for another start.
    explicit StudioSettings(bool persistent, bool isFresh = false);

    QByteArray geometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);
    QString mode() const;
    void setMode(const QString& mode);
    QString model() const;
    void setModel(const QString& model);
    /// Newest first, at most 12, without doubles.
    QStringList recentModels() const;
    void addRecentModel(const QString& path);
    /// The same of projects.
    QStringList recentProjects() const;
    void addRecentProject(const QString& path);
    void removeRecentProject(const QString& path);
    /// The project that the session works on.
    struct ProjectOfSession {
        QString path;  ///< empty while it has no file
        QString hash;  ///< of the file as it was last read or written
        bool isModified = false;
        QStringList favourites;  ///< ids of the history's states
    };
    ProjectOfSession project() const;
    void setProject(const ProjectOfSession& project);
    /// Where the history lies; empty where nothing is kept.
    QString historyFolder() const;
    /// Keys that somebody chose for the action of this name; an empty list is a choice as well.
    bool hasKeys(const QString& action) const;
    QStringList keys(const QString& action) const;
    void setKeys(const QString& action, const QStringList& keys);
    void forgetKeys(const QString& action);
    /// Whether nothing of photos is kept.
    bool isPrivate() const;
    void setPrivate(bool isPrivate);
    Theme theme() const;
    void setTheme(Theme theme);

    /// What the session keeps of a screen; empty where that is nothing.
    QVariantMap screenState(const QString& screen) const;
    /// What is not in it stays as it was.
    void setScreenState(const QString& screen, const QVariantMap& state);
    /// Writes the session to disk; nothing where nothing is kept.
    void save();
    /// The same at a proper end.
    void close();
    /// The session before was cut off: the studio crashed or was killed.
    bool wasCut() const { return m_session != nullptr && m_session->wasCut(); }

  private:
    void takeOverOldSession();
    void prependRecent(const QString& key, const QString& path);
    QSettings& session() { return m_session != nullptr ? m_session->values() : *m_file; }
    const QSettings& session() const { return const_cast<StudioSettings*>(this)->session(); }

    std::unique_ptr<QSettings> m_file;
    std::unique_ptr<SessionFile> m_session;  ///< null where nothing is kept
    QString m_temporary;

  public:
    ~StudioSettings();
    StudioSettings(const StudioSettings&) = delete;
    StudioSettings& operator=(const StudioSettings&) = delete;
};

}  // namespace bplf::ui
