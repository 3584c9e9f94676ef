// SPDX-License-Identifier: GPL-3.0-or-later
// Where a running studio keeps its session, so that neither a crash nor a second studio costs it.
#pragma once

#include <QLockFile>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <memory>

namespace bplf::ui {

/// One file per studio that runs, in a folder of sessions. Begins with the newest session that no living studio holds,
/// or with an empty one; keeps it locked, and leaves it behind for the next start.
class SessionFile {
  public:
    /// `isFresh`: begins with an empty one, and leaves the others.
    explicit SessionFile(const QString& folder, bool isFresh = false);
    SessionFile(const SessionFile&) = delete;
    SessionFile& operator=(const SessionFile&) = delete;

    QSettings& values() { return *m_values; }
    /// No session was there to go on with.
    bool isNew() const { return m_isNew; }
    /// The studio that wrote it last was killed or crashed.
    bool wasCut() const { return m_wasCut; }
    /// Writes the file, whole or not at all.
    void save() { m_values->sync(); }
    /// Saves, and says that this is the end of it.
    void close();

  private:
    bool take(const QString& path);

    std::unique_ptr<QLockFile> m_alive;  ///< held as long as this studio runs
    std::unique_ptr<QSettings> m_values;
    bool m_isNew = false;
    bool m_wasCut = false;
};

/// Takes away what sessions that nobody uses hold of these words (files, hashes).
void forgetInSessions(const QString& folder, const QStringList& words);

/// $XDG_STATE_HOME/bplf-studio, or ~/.local/state/… without it.
QString stateFolder();
/// Of the sessions in it.
QString sessionFolder();

}  // namespace bplf::ui
