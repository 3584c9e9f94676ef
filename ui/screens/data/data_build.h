// SPDX-License-Identifier: GPL-3.0-or-later
// One build of a data set on its own thread, seen from the UI thread.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/collect/builder.h"
#include "core/collect/review.h"

class QTimer;

namespace bplf::ui {

/// Lives on the UI thread. Images and progress come at most ten times a second. The destructor stops the build and
/// waits for it; what it found stays in the folder's journal.
class DataBuild : public QObject {
    Q_OBJECT

  public:
    explicit DataBuild(QObject* parent = nullptr);
    ~DataBuild() override;

    /// Precondition: not running. `before` runs first on the build's thread and may throw Error.
    void start(BuildOptions options, const QString& folder, bool force, std::function<void()> before = {});
    /// The build ends after the images it has in hand, by stopped().
    void stop();
    bool isRunning() const { return m_isRunning; }
    /// The newest report; an empty stage when nothing runs. Copies and files come after the last image: a stage
    /// without a total.
    const Progress& progress() const { return m_progress; }

  Q_SIGNALS:
    /// In the order of their lines.
    void itemsArrived(const std::vector<bplf::ReviewItem>& items);
    void progressed(const bplf::Progress& progress);
    void runningChanged();
    /// One of these ends a build, after its last itemsArrived.
    void finished(const bplf::BuildReport& report);
    void stopped();
    void failed(const bplf::Error& error);

  private:
    struct Inbox;
    void drain();
    void end(const Result<BuildReport>& result);

    QTimer* m_timer;
    std::shared_ptr<Inbox> m_inbox;
    Progress m_progress;
    bool m_isRunning = false;
    std::jthread m_thread;
};

}  // namespace bplf::ui
