// SPDX-License-Identifier: GPL-3.0-or-later
// Wires the Curves page to the shell.
#include "ui/screens/curves/curves_screen.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "ui/kit/widget_helpers.h"
#include "ui/screens/curves/curve_export.h"
#include "ui/screens/curves/curves_page.h"
#include "ui/screens/curves/curves_plots.h"
#include "ui/screens/curves/curves_run_list.h"
#include "ui/screens/curves/plot_picture.h"

namespace bplf::ui {
namespace {

constexpr std::size_t kMostStyles = 1000;

/// "#446699" and how it is dashed, by path.
QVariantMap styleWords(const StylesByPath& styles) {
    QVariantMap words;
    for (const auto& [path, style] : styles) {
        const QColor color(style.color.r, style.color.g, style.color.b);
        words[path] = QString("%1 %2").arg(color.name()).arg(style.dash);
    }
    return words;
}

StylesByPath stylesFromWords(const QVariantMap& words) {
    StylesByPath styles;
    for (auto word = words.begin(); word != words.end() && styles.size() < kMostStyles; ++word) {
        const QStringList parts = word.value().toString().split(' ');
        const QColor color(parts.value(0));
        if (color.isValid()) styles[word.key()] = {rgbOf(color), std::clamp(parts.value(1).toInt(), 0, 100)};
    }
    return styles;
}

}  // namespace

CurvesScreen::CurvesScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent), m_store(new CurveStore(this)), m_page(new CurvesPage(m_store)) {
    m_store->setFollowing(false);
    makeActions();
    connect(m_page, &CurvesPage::messageRaised, this, &Screen::messageRaised);
    connect(m_store, &CurveStore::busyChanged, this, &Screen::settledChanged);
    connect(m_store, &CurveStore::runsChanged, this, &Screen::stateEdited);
    connect(m_page, &CurvesPage::edited, this, &Screen::stateEdited);
    connect(m_page->plots(), &CurvesPlots::settledChanged, this, &Screen::settledChanged);
    connect(m_store, &CurveStore::runsChanged, this, [this] {
        const auto count = static_cast<int>(m_store->runs().size());
        Q_EMIT statusChanged(count == 0 ? QString() : count == 1 ? tr("1 run") : tr("%1 runs").arg(count));
    });
}

bool CurvesScreen::isSettled() const {
    return !m_store->isBusy() && m_page->plots()->isSettled();
}

QWidget* CurvesScreen::page() {
    return m_page;
}

void CurvesScreen::makeActions() {
    const auto add = [this](const QString& text, const QKeySequence& key, auto call) {
        auto* action = new QAction(text, this);
        action->setShortcut(key);
        action->setStatusTip(text);
        connect(action, &QAction::triggered, this, call);
        m_actions << action;
    };
    add(tr("Open a folder of runs…"), {}, [this] { m_page->openFolder(); });
    add(tr("Open log files…"), {}, [this] { m_page->openFiles(); });
    add(tr("Export curves…"), QKeySequence(Qt::CTRL | Qt::Key_E), [this] { m_page->exportCurves(); });
    add(tr("Fit the plots"), QKeySequence(Qt::CTRL | Qt::Key_0), [this] { m_page->plots()->fitAll(); });
    add(tr("Show all runs"), {}, [this] { m_store->showAll(); });
    add(tr("Copy as command"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] {
        CurveExport what = m_page->currentExport();
        what.path = "curves.svg";
        QApplication::clipboard()->setText(commandOf(what));
        Q_EMIT messageRaised(information(tr("The command is on the clipboard.")));
    });
}

void CurvesScreen::activated() {
    m_store->setFollowing(true);
}
void CurvesScreen::deactivated() {
    m_store->setFollowing(false);
}

bool CurvesScreen::canOpen(const QString& path) const {
    const QFileInfo info(path);
    const QString name = info.fileName();
    const QStringList kinds{"*tfevents*", "*.csv", "*.tsv", "*.jsonl"};
    if (!info.isDir()) return QDir::match(kinds, name);
    // A folder of runs: logs in it or one level below.
    const QDir folder(path);
    if (!folder.entryList(kinds, QDir::Files).isEmpty()) return true;
    for (const QString& below : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).mid(0, 64)) {
        if (!QDir(folder.filePath(below)).entryList(kinds, QDir::Files).isEmpty()) return true;
    }
    return false;
}

void CurvesScreen::open(const QStringList& paths) {
    m_store->open(paths);
}

QVariantMap CurvesScreen::state() const {
    return {
        {"styles", styleWords(m_store->styles())},
        {"roots", m_store->roots() + m_gone},
        {"smoothing", m_page->smoothing()},
        {"x", QString::fromStdString(word_of(m_store->treatment().x))},
        {"byDistance", m_store->treatment().by_distance},
        {"logX", m_page->isLogX()},
        {"logY", m_page->isLogY()},
        {"filter", m_page->runList()->filter()},
    };
}

void CurvesScreen::restoreState(const QVariantMap& state) {
    m_store->setStyles(stylesFromWords(state.value("styles").toMap()));
    m_page->setSmoothing(std::clamp(state.value("smoothing", kDefaultSmoothing).toDouble(), 0.0, 0.999));
    const std::string x = state.value("x", "step").toString().toStdString();
    m_page->setX(x == "wall" ? CurveX::kWall : x == "relative" ? CurveX::kRelative : CurveX::kStep);
    m_page->setByDistance(state.value("byDistance", false).toBool());
    m_page->setLog(state.value("logX", false).toBool(), state.value("logY", false).toBool());
    m_page->runList()->setFilter(state.value("filter").toString());
    const QStringList roots = state.value("roots").toStringList();
    // What was opened since the state was kept goes, as undo needs it; what is open already is not read again.
    const QStringList open = m_store->roots();
    for (const QString& root : open)
        if (!roots.contains(root)) m_store->close(root);
    QStringList present;
    m_gone.clear();
    for (const QString& root : roots) {
        if (m_store->roots().contains(root)) continue;
        (QFileInfo::exists(root) ? present : m_gone) << root;
    }
    if (!present.isEmpty()) m_store->open(present);
}

void CurvesScreen::reset() {
    m_store->clear();
    restoreState({});
}

QString CurvesScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const auto differs = [&](const char* key) { return before.value(key) != after.value(key); };
    if (differs("roots")) {
        const bool isMore = before.value("roots").toStringList().size() < after.value("roots").toStringList().size();
        return isMore ? tr("opening runs") : tr("closing runs");
    }
    if (differs("smoothing")) return tr("smoothing %1").arg(fixedText(after.value("smoothing").toDouble(), 2));
    return differs("filter") ? tr("the choice of runs") : tr("the axes");
}

}  // namespace bplf::ui
