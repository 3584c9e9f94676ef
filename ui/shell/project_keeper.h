// SPDX-License-Identifier: GPL-3.0-or-later
// The project that the window works on: opened, saved, begun anew; what is missing of it is told and located.
#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/project/project_file.h"
#include "ui/kit/message.h"
#include "ui/shell/project_lock.h"

namespace bplf::ui {

class CommittedStates;
class EngineBridge;
class HistoryModel;
class ModelOpening;
class Screen;
class StudioSettings;
class UndoKeeper;

/// What a project is made of, and what is told of it. All of it outlives the keeper.
struct ProjectParts {
    EngineBridge* bridge;
    StudioSettings* settings;
    std::vector<Screen*> screens;
    CommittedStates* states;
    UndoKeeper* undo;
    HistoryModel* history;
    std::function<QString()> mode;  ///< the screen in front
};

/// Favourites are the states that got stars while the project was open, and those it came with. Files are read and
/// written away from the UI thread, on which it lives. While it opens or saves, a second wish is refused with a
/// message.
class ProjectKeeper : public QObject {
    Q_OBJECT

  public:
    explicit ProjectKeeper(ProjectParts parts, QObject* parent = nullptr);
    ~ProjectKeeper() override;

    /// Empty while the project has no file.
    const QString& path() const { return m_path; }
    /// Of the file, without its ending; empty without one.
    QString name() const;
    /// Another studio works on it.
    bool isReadOnly() const { return m_isReadOnly; }
    bool isModified() const;
    bool isBusy() const { return m_isBusy; }

    /// Shows a project, then calls `then`; where it cannot be read everything stays as it is.
    void open(const QString& path, std::function<void()> then = {});
    /// Precondition: a path that is not read-only. `then` is called when it is on disk.
    void save(std::function<void()> then = {});
    void saveAs(const QString& path, std::function<void()> then = {});
    void startNew();
    /// Goes on with the project of the session, whose screens are restored already.
    void resume();
    void storeInSession() const;
    /// What the project's file said of the screens is dropped from memory.
    void forget() { m_project.screens.clear(); }

    /// How the user is asked where something lies: a title, and a filter of names or nothing for a folder. For tests.
    using Ask = std::function<QString(const QString& title, const QString& filter)>;
    void setAsk(Ask ask) { m_ask = std::move(ask); }
    /// Asks for the first thing that is missing; others are looked for beside it.
    void locate();

  Q_SIGNALS:
    /// Name, read-only or modified.
    void titleChanged();
    void modeRequested(const QString& screen);
    void messageRaised(const bplf::ui::Message& message);

  private:
    struct Found;
    /// Where the pictures of a favourite lie.
    struct PictureFiles {
        QString thumbnail, face;
    };
    static Found read(const QString& path);
    bool begin();
    bool canReplace();
    std::vector<Screen*> frontLast() const;
    void show(const QString& path, const Found& found);
    void showScreens();
    void takeFavourites(const Found& found);
    void begun(const QString& path, bool isReadOnly, const std::string& hash);
    void write(const QString& path, const std::string& expected, std::function<void()> then);
    void written(const QString& path, const std::string& hash);
    void failedToWrite(const Error& error, const QString& path);
    project::Project present() const;
    project::ProjectModel presentModel() const;
    std::vector<PictureFiles> addFavourites(project::Project& project) const;
    void modelLoaded();
    void markModified();
    void warn();
    QString missingText() const;
    void locateModel(const QString& path);
    void locateFile(const QString& path);
    void move(const QString& from, const QString& to);

    ProjectParts m_parts;
    ModelOpening* m_opening;
    ProjectLock m_lock;
    QString m_path;
    std::string m_hash;  ///< of the file as it was last read or written
    bool m_isReadOnly = false;
    bool m_isBusy = false;
    bool m_isMarked = false;     ///< modified in a way that is no step of undo
    bool m_lacksModel = false;   ///< the project's is not there, and no other one was chosen for it
    project::Project m_project;  ///< as it was read, and what is known of it since
    QSet<QString> m_favourites;  ///< ids
    QStringList m_missing;
    std::vector<std::pair<std::string, std::string>> m_moves;  ///< what was located: from where, to where
    std::string m_modelHash;                                   ///< of the model that was loaded last
    Ask m_ask;
};

}  // namespace bplf::ui
