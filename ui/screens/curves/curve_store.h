// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the Curves screen: found, read, followed and made ready to draw, all off the UI thread.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/plot/curve_colors.h"
#include "core/plot/curve_table.h"
#include "ui/kit/message.h"
#include "ui/screens/curves/curve_filter.h"

namespace bplf::ui {

/// Curves of one run by tag.
using CurvesByTag = std::map<std::string, std::shared_ptr<const PreparedCurve>>;

/// A run's reader and what was made of it, shared with the pool; lock before using anything but `source`.
struct FollowedRun {
    explicit FollowedRun(const RunSource& run) : source(run), reader(run) {}
    const RunSource source;
    std::mutex mutex;
    RunReader reader;
    CurvesByTag prepared;
    std::size_t preparations = 0;  ///< how often a curve was prepared so far
};

/// One run as the screen sees it. Values of the UI thread.
struct CurveRun {
    QString name;  ///< unique in the store
    QString path;
    CurveStyle style;
    bool visible = true;
    bool matches = true;  ///< the name filter
    bool loading = true;
    QString problem;  ///< empty, or what is damaged in the log
    CurvesByTag curves;
    std::vector<std::string> tags;  ///< as first logged
    std::shared_ptr<FollowedRun> followed;

    /// Whether the plots show it.
    bool isShown() const { return visible && matches; }
};

/// How runs are drawn, by their paths.
using StylesByPath = std::map<QString, CurveStyle>;

/// Lives on the UI thread; never reads a file there. Files are followed by watching them and their
/// folders and, because watchers miss renames and network shares, by a look once a second.
class CurveStore : public QObject {
    Q_OBJECT

  public:
    explicit CurveStore(QObject* parent = nullptr);
    ~CurveStore() override;

    /// Files or folders; what is in the store already is read again, not doubled.
    void open(const QStringList& paths);
    const QStringList& roots() const { return m_roots; }
    void clear();
    void remove(int run);
    /// Takes out a file or folder with its runs, but for those of other roots.
    void close(const QString& root);
    /// Reads the run anew from its first byte.
    void reload(int run);

    const std::vector<CurveRun>& runs() const { return m_runs; }
    void setVisible(int run, bool visible);
    /// Shows only this run; when it already is the only one shown, shows all.
    void solo(int run);
    void showAll();
    void setColor(int run, Rgb color);
    /// Hides what does not match, in the plots too.
    void setFilter(const CurveFilter& filter);
    /// The colours given so far, also to runs that are gone; a path that comes again gets its own, as long as no
    /// other run has it. Set before runs are opened.
    const StylesByPath& styles() const { return m_styles; }
    void setStyles(StylesByPath styles) { m_styles = std::move(styles); }
    /// Tags of the shown runs in the order they appeared, what training lowers before all others.
    std::vector<std::string> visibleTags() const;

    const CurveTreatment& treatment() const { return m_treatment; }
    void setTreatment(const CurveTreatment& treatment);
    /// Whether files are followed; reading continues where it stopped when switched on again.
    void setFollowing(bool following);

    /// True while something is being searched, read or prepared, or news are not told yet.
    bool isBusy() const { return m_tasks > 0 || m_news.isActive(); }
    QThreadPool* pool() { return &m_pool; }

  Q_SIGNALS:
    void runsChanged();    ///< the list, a visibility, a colour or a problem
    void curvesChanged();  ///< points of some run
    void failed(const bplf::ui::Message& message);
    void busyChanged();

  private:
    struct Outcome;
    void search(const QString& path);
    void adopt(const QString& root, const std::vector<RunSource>& sources);
    void refresh(const std::shared_ptr<FollowedRun>& followed);
    void apply(const std::shared_ptr<FollowedRun>& followed, const Outcome& outcome);
    void startTask(std::function<std::function<void()>()> work);
    void tellNews();
    void tick();
    void watch(const QString& path);
    QString uniqueName(const QString& root, const QString& name) const;
    CurveRun* find(const FollowedRun* followed);
    CurveStyle styleFor(const QString& path) const;

    QThreadPool m_pool;
    QFileSystemWatcher m_watcher;
    QTimer m_timer, m_soon, m_news;
    QStringList m_roots;
    QSet<QString> m_removed;  ///< paths the user took out of an opened folder
    std::vector<CurveRun> m_runs;
    std::map<const FollowedRun*, bool> m_busy;  ///< runs being refreshed; true = once more afterwards
    StylesByPath m_styles;
    CurveFilter m_filter;
    CurveTreatment m_treatment;
    bool m_hasNewCurves = false, m_hasOtherRuns = false;  ///< to be told when m_news fires
    int m_tasks = 0;
    int m_ticks = 0;
};

}  // namespace bplf::ui
