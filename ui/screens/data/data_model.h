// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen without its widgets: sources and choices, the build, and the set that is looked through.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/kit/message.h"
#include "ui/screens/data/build_settings.h"
#include "ui/screens/data/data_build.h"
#include "ui/screens/data/data_sources.h"
#include "ui/screens/data/review_decisions.h"
#include "ui/screens/data/review_model.h"

namespace bplf::ui {

/// Lives on the UI thread and reads no large file there. A failure raises a message and keeps what is on the disk.
class DataModel : public QObject {
    Q_OBJECT

  public:
    /// What start() would do.
    enum class Next {
        kBuild,     ///< a new set
        kContinue,  ///< go on where a build was stopped
        kRebuild    ///< the shown set again, with the decisions that wait
    };

    explicit DataModel(QObject* parent = nullptr);
    ~DataModel() override;

    DataSources* sources() const { return m_sources; }
    DataBuild* build() const { return m_build; }
    ReviewDecisions* decisions() const { return m_decisions; }
    ReviewModel* images() const { return m_images; }
    const BuildSettings& settings() const { return m_settings; }
    void setSettings(const BuildSettings& settings);

    Next next() const;
    /// Sources and folder are there, and nothing runs.
    bool canStart() const;
    /// A finished set that is not the one being rebuilt lies where the build would go.
    bool wouldReplace() const;
    /// Builds; replaces what is there. Precondition: canStart().
    void start();
    void stop() { m_build->stop(); }
    bool isBuilding() const { return m_build->isRunning(); }

    /// A folder that a build made. Its sources and choices become those of the screen.
    void openBuilt(const QString& folder);
    /// Shows such a folder and keeps sources and choices as they are. Nothing happens during a build.
    void lookThrough(const QString& folder);
    /// Shows no set. Precondition: !isBuilding().
    void closeSet();
    /// Of the images that are shown; empty before the first ones.
    const QString& shownFolder() const { return m_folder; }
    /// The shown images are a finished set, not a growing one.
    bool showsBuiltSet() const { return m_isBuilt; }
    /// A sentence on where things stand, for the line beside the button.
    QString statusText() const;
    bool isBusy() const;

  Q_SIGNALS:
    /// Sources, choices, the shown set or its counts.
    void changed();
    void busyChanged();
    /// Choices were replaced from outside the inspector.
    void settingsReplaced();
    void messageRaised(const bplf::ui::Message& message);

  private:
    struct Opened;
    void connectParts();
    void load(const QString& folder, bool withRecord, const QString& news, bool keepsChoices = false);
    void show(const QString& folder, const Opened& opened, bool withRecord);
    void readOverrides(const QString& folder);
    void buildFinished(const BuildReport& report);
    void buildFailed(const Error& error);
    QString sourcesText() const;

    DataSources* m_sources;
    ReviewDecisions* m_decisions;
    DataBuild* m_build;
    ReviewModel* m_images;
    BuildSettings m_settings;
    QString m_folder;
    QString m_searched;  ///< how faces were looked for in the shown set
    bool m_isBuilt = false;
    bool m_wasStopped = false;   ///< the build into m_folder
    bool m_hasStopped = false;   ///< a stopped build lies in the chosen folder
    bool m_hasSet = false;       ///< a finished set lies there
    bool m_hasFindings = false;  ///< what was found in the images lies there
    quint64 m_load = 0;
    int m_loading = 0;
};

}  // namespace bplf::ui
