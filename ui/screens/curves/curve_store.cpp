// SPDX-License-Identifier: GPL-3.0-or-later
// Finds, reads and follows runs in a thread pool.
#include "ui/screens/curves/curve_store.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/base/result.h"

namespace bplf::ui {
namespace {

constexpr int kPollMilliseconds = 1000;
constexpr int kSoonMilliseconds = 80;  ///< gathers a burst of file changes into one look
constexpr int kNewsMilliseconds = 25;  ///< gathers the curves of many runs into one repaint
constexpr int kTicksPerSearch = 5;     ///< new runs below an opened folder are looked for this often

}  // namespace

/// What a refresh found, on its way to the UI thread.
struct CurveStore::Outcome {
    bool changed = false;
    CurveTreatment treatment;
    std::vector<std::string> tags;
    CurvesByTag curves;
    QString problem;
};

namespace {

/// The curves of the run under the treatment; what stayed as it was is the same object. Under the run's lock.
CurvesByTag prepare(FollowedRun& run, const CurveTreatment& treatment) {
    CurvesByTag curves;
    for (const ScalarSeries& series : run.reader.series()) {
        const auto found = run.prepared.find(series.tag);
        const auto before = found == run.prepared.end() ? nullptr : found->second;
        const bool isSame =
            before && before->revision == series.revision && series.revision != 0 && before->treatment == treatment;
        if (!isSame) ++run.preparations;
        curves[series.tag] =
            isSame ? before : std::make_shared<const PreparedCurve>(prepare_curve(series, treatment, before.get()));
    }
    return curves;
}

}  // namespace

CurveStore::CurveStore(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(2);
    m_timer.setInterval(kPollMilliseconds);
    m_soon.setInterval(kSoonMilliseconds);
    m_soon.setSingleShot(true);
    m_news.setInterval(kNewsMilliseconds);
    m_news.setSingleShot(true);
    connect(&m_news, &QTimer::timeout, this, &CurveStore::tellNews);
    connect(&m_timer, &QTimer::timeout, this, &CurveStore::tick);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        for (const CurveRun& run : m_runs) refresh(run.followed);
    });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        m_ticks = kTicksPerSearch - 1;
        m_soon.start();
    });
    m_timer.start();
}

CurveStore::~CurveStore() {
    m_pool.clear();
    m_pool.waitForDone();
}

void CurveStore::startTask(std::function<std::function<void()>()> work) {
    ++m_tasks;
    Q_EMIT busyChanged();
    m_pool.start([this, work = std::move(work)] {
        // The destructor waits for the pool, so `this` outlives the work; the event may not be delivered.
        std::function<void()> finish = work();
        QMetaObject::invokeMethod(
            this,
            [this, finish = std::move(finish)] {
                --m_tasks;
                if (finish) finish();
                Q_EMIT busyChanged();
            },
            Qt::QueuedConnection);
    });
}

void CurveStore::open(const QStringList& paths) {
    for (const QString& path : paths) {
        const QString clean = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
        if (!m_roots.contains(clean)) m_roots << clean;
        m_removed.removeIf([&](const QString& gone) { return (gone + '/').startsWith(clean + '/'); });
        search(clean);
    }
}

void CurveStore::search(const QString& path) {
    startTask([this, path]() -> std::function<void()> {
        auto found = std::make_shared<Result<std::vector<RunSource>>>(
            capture([&] { return find_runs(std::filesystem::path(path.toStdU16String())); }));
        return [this, path, found] {
            if (!m_roots.contains(path)) return;
            if (found->ok()) return adopt(path, found->value());
            const bool isKnown = std::any_of(m_runs.begin(), m_runs.end(), [&](const CurveRun& run) {
                return run.path == path || run.path.startsWith(path + '/');
            });
            if (isKnown) return;
            m_roots.removeAll(path);
            Q_EMIT failed(messageFromError(found->error(), tr("No curves were opened.")));
        };
    });
}

QString CurveStore::uniqueName(const QString& root, const QString& name) const {
    const auto isTaken = [this](const QString& candidate) {
        return std::any_of(m_runs.begin(), m_runs.end(), [&](const CurveRun& run) { return run.name == candidate; });
    };
    if (!isTaken(name)) return name;
    const QString above = QFileInfo(root).fileName() + '/' + name;
    QString candidate = above;
    for (int i = 2; isTaken(candidate); ++i) candidate = QString("%1 (%2)").arg(above).arg(i);
    return candidate;
}

void CurveStore::adopt(const QString& root, const std::vector<RunSource>& sources) {
    bool isNew = false;
    for (const RunSource& source : sources) {
        const QString path = QString::fromStdU16String(source.path.u16string());
        const auto known =
            std::find_if(m_runs.begin(), m_runs.end(), [&](const CurveRun& run) { return run.path == path; });
        if (known != m_runs.end() || m_removed.contains(path)) continue;
        CurveRun run;
        run.name = uniqueName(root, QString::fromStdString(source.name));
        run.path = path;
        run.style = m_styles[path] = styleFor(path);
        run.matches = m_filter.matches(run.name);
        run.followed = std::make_shared<FollowedRun>(source);
        m_runs.push_back(run);
        watch(path);
        refresh(run.followed);
        isNew = true;
    }
    if (isNew) Q_EMIT runsChanged();
}

void CurveStore::watch(const QString& path) {
    const QFileInfo info(path);
    m_watcher.addPath(path);
    if (!info.isDir()) {
        m_watcher.addPath(info.absolutePath());
        return;
    }
    for (const QString& name : QDir(path).entryList(QDir::Files)) {
        if (name.contains("tfevents")) m_watcher.addPath(path + '/' + name);
    }
}

CurveStyle CurveStore::styleFor(const QString& path) const {
    std::vector<CurveStyle> taken;
    for (const CurveRun& run : m_runs) taken.push_back(run.style);
    const auto known = m_styles.find(path);
    const bool isKnown = known != m_styles.end();
    if (isKnown && std::find(taken.begin(), taken.end(), known->second) == taken.end()) return known->second;
    return first_free_style(taken);
}

void CurveStore::tick() {
    for (const CurveRun& run : m_runs) refresh(run.followed);
    if (++m_ticks % kTicksPerSearch != 0) return;
    for (const QString& root : m_roots) search(root);
}

void CurveStore::refresh(const std::shared_ptr<FollowedRun>& followed) {
    const auto [busy, isFree] = m_busy.try_emplace(followed.get(), false);
    if (!isFree) {
        busy->second = true;
        return;
    }
    startTask([this, followed, treatment = m_treatment]() -> std::function<void()> {
        auto outcome = std::make_shared<Outcome>();
        outcome->treatment = treatment;
        const Result<void> read = capture([&] {
            const std::lock_guard lock(followed->mutex);
            followed->reader.poll();
            outcome->problem = QString::fromStdString(followed->reader.problem());
            CurvesByTag curves = prepare(*followed, treatment);
            outcome->changed = curves != followed->prepared;
            followed->prepared = std::move(curves);
            outcome->curves = followed->prepared;
            for (const ScalarSeries& series : followed->reader.series()) outcome->tags.push_back(series.tag);
        });
        if (!read.ok()) outcome->problem = QString::fromStdString(read.error().what());
        return [this, followed, outcome] { apply(followed, *outcome); };
    });
}

void CurveStore::apply(const std::shared_ptr<FollowedRun>& followed, const Outcome& outcome) {
    const bool again = m_busy[followed.get()];
    m_busy.erase(followed.get());
    CurveRun* run = find(followed.get());
    if (run == nullptr) return;
    m_hasOtherRuns = m_hasOtherRuns || run->problem != outcome.problem || run->loading;
    m_hasNewCurves = m_hasNewCurves || outcome.changed;
    run->problem = outcome.problem;
    if (outcome.treatment == m_treatment) run->loading = false;
    if (outcome.changed) {
        run->tags = outcome.tags;
        run->curves = outcome.curves;
    }
    if ((m_hasOtherRuns || m_hasNewCurves) && !m_news.isActive()) m_news.start();
    if (again) refresh(followed);
}

void CurveStore::tellNews() {
    if (std::exchange(m_hasNewCurves, false)) Q_EMIT curvesChanged();
    if (std::exchange(m_hasOtherRuns, false)) Q_EMIT runsChanged();
    Q_EMIT busyChanged();
}

CurveRun* CurveStore::find(const FollowedRun* followed) {
    const auto run = std::find_if(m_runs.begin(), m_runs.end(),
                                  [&](const CurveRun& candidate) { return candidate.followed.get() == followed; });
    return run == m_runs.end() ? nullptr : &*run;
}

void CurveStore::setTreatment(const CurveTreatment& treatment) {
    if (treatment == m_treatment) return;
    m_treatment = treatment;
    for (CurveRun& run : m_runs) {
        run.loading = true;  // its curves are of the old treatment until the refresh is back
        refresh(run.followed);
    }
}

void CurveStore::setFollowing(bool following) {
    following ? m_timer.start() : m_timer.stop();
    if (following) tick();
}

void CurveStore::clear() {
    m_runs.clear();
    m_roots.clear();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if (!watched.isEmpty()) m_watcher.removePaths(watched);
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::remove(int run) {
    const QString path = m_runs[static_cast<std::size_t>(run)].path;
    m_runs.erase(m_runs.begin() + run);
    m_removed.insert(path);
    m_roots.removeAll(path);
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::close(const QString& root) {
    m_roots.removeAll(root);
    const auto isIn = [](const CurveRun& run, const QString& folder) {
        return run.path == folder || run.path.startsWith(folder + '/');
    };
    std::erase_if(m_runs, [&](const CurveRun& run) {
        return isIn(run, root) && std::ranges::none_of(m_roots, [&](const QString& other) { return isIn(run, other); });
    });
    Q_EMIT runsChanged();
    Q_EMIT curvesChanged();
}

void CurveStore::reload(int run) {
    CurveRun& chosen = m_runs[static_cast<std::size_t>(run)];
    chosen.followed = std::make_shared<FollowedRun>(chosen.followed->source);
    chosen.loading = true;
    refresh(chosen.followed);
}

}  // namespace bplf::ui
