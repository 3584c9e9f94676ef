// SPDX-License-Identifier: GPL-3.0-or-later
// The thread fills an inbox; a timer empties it while the build runs.
#include "ui/screens/data/data_build.h"

#include <QTimer>
#include <mutex>
#include <optional>
#include <utility>

namespace bplf::ui {
namespace {

constexpr int kInterval = 100;

}  // namespace

struct DataBuild::Inbox {
    std::mutex mutex;
    std::vector<ReviewItem> items;
    std::optional<Progress> progress;
};

DataBuild::DataBuild(QObject* parent) : QObject(parent), m_timer(new QTimer(this)) {
    m_timer->setInterval(kInterval);
    connect(m_timer, &QTimer::timeout, this, &DataBuild::drain);
}

DataBuild::~DataBuild() = default;

void DataBuild::start(BuildOptions options, const QString& folder, bool force, std::function<void()> before) {
    m_isRunning = true;
    m_inbox = std::make_shared<Inbox>();
    options.observer = [inbox = m_inbox](const ReviewItem& item) {
        const std::lock_guard lock(inbox->mutex);
        inbox->items.push_back(item);
    };
    const ProgressSink sink = [inbox = m_inbox](const Progress& progress) {
        const std::lock_guard lock(inbox->mutex);
        inbox->progress = progress;
    };
    m_thread = std::jthread([this, options = std::move(options), path = std::filesystem::path(folder.toStdString()),
                             force, before = std::move(before), sink](const std::stop_token& stop) {
        auto result = std::make_shared<Result<BuildReport>>(capture([&] {
            if (before) before();
            return build_dataset(options, path, force, sink, stop);
        }));
        // The destructor joins this thread first, so `this` is alive; the event may never be delivered.
        QMetaObject::invokeMethod(this, [this, result] { end(*result); }, Qt::QueuedConnection);
    });
    m_timer->start();
    m_progress = {};
    m_progress.stage = tr("Opening the sources").toStdString();
    Q_EMIT runningChanged();
    Q_EMIT progressed(m_progress);
}

void DataBuild::stop() {
    m_thread.request_stop();
}

void DataBuild::drain() {
    std::vector<ReviewItem> items;
    std::optional<Progress> progress;
    {
        const std::lock_guard lock(m_inbox->mutex);
        items.swap(m_inbox->items);
        progress = std::exchange(m_inbox->progress, std::nullopt);
    }
    if (!items.empty()) Q_EMIT itemsArrived(items);
    if (!progress) return;
    m_progress = *progress;
    if (m_progress.total > 0 && m_progress.done >= m_progress.total) {
        m_progress = {};
        m_progress.stage = tr("Looking for copies and writing the set").toStdString();
    }
    Q_EMIT progressed(m_progress);
}

void DataBuild::end(const Result<BuildReport>& result) {
    m_timer->stop();
    drain();
    m_isRunning = false;
    m_progress = {};
    Q_EMIT progressed(m_progress);
    Q_EMIT runningChanged();
    if (result.ok()) {
        Q_EMIT finished(result.value());
    } else if (result.error().kind() == ErrorKind::kInterrupted) {
        Q_EMIT stopped();
    } else {
        Q_EMIT failed(result.error());
    }
}

}  // namespace bplf::ui
