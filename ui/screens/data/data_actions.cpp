// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the Data screen.
#include <QAction>
#include <QLocale>
#include <QMenu>
#include <algorithm>

#include "core/collect/source.h"
#include "ui/kit/icons.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_page.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/data_screen.h"
#include "ui/screens/data/review_tiles.h"

namespace bplf::ui {

QAction* DataScreen::add(const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                         const QString& tip, std::function<void()> run) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setShortcuts(keys);
    action->setStatusTip(tip);
    const QString key =
        keys.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText));
    action->setToolTip(tip + key);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void DataScreen::makeActions() {
    add(QStringLiteral("plus"), tr("Add a &folder…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
        tr("Add a collection of faces to the sources."), [this] { m_page->addFolder(); });
    add(QStringLiteral("plus"), tr("Add a &table…"), {},
        tr("Add a table of faces, such as fer2013.csv, to the sources."), [this] { m_page->addFile(); });
    add(QStringLiteral("open"), tr("Open a built &set…"), {}, tr("Look through a data set that was built before."),
        [this] { m_page->openBuilt(); });
    m_build = add(QStringLiteral("play"), tr("&Build"), {QKeySequence(Qt::CTRL | Qt::Key_Return)},
                  tr("Clean the sources into one data set, or go on where a build was stopped."), [this] {
                      if (!m_model->isBuilding()) m_page->buildOrStop();
                  });
    m_report = add(QStringLiteral("info"), tr("Show the &report"), {},
                   tr("Open the folder with the report of the shown set."), [this] { m_page->showReport(); });
    m_train = add(QStringLiteral("train"), tr("&Train with this set"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)},
                  tr("Take the shown set to the Train screen."),
                  [this] { Q_EMIT filesOffered(QStringLiteral("train"), {m_model->shownFolder()}); });
    makeDecisionActions();
}

void DataScreen::makeDecisionActions() {
    m_decisions << add(QStringLiteral("close"), tr("E&xclude"), {QKeySequence(Qt::Key_X), QKeySequence(Qt::Key_Delete)},
                       tr("Leave the selected images out."), [this] { decide(Override{OverrideAction::kExclude}); });
    m_decisions << add(QStringLiteral("keep"), tr("&Keep"), {QKeySequence(Qt::Key_K)},
                       tr("Keep the selected images whatever was found against them."),
                       [this] { decide(Override{OverrideAction::kKeep}); });
    m_relabel = new QMenu(m_page);
    connect(m_relabel, &QMenu::aboutToShow, this, &DataScreen::fillRelabelMenu);
    QAction* relabel = add(QStringLiteral("relabel"), tr("Re&label"), {QKeySequence(Qt::Key_R)},
                           tr("Give the selected images another label."), [this] {
                               const ReviewTiles* tiles = m_page->review()->tiles();
                               const QRect tile = tiles->visualRect(tiles->currentIndex());
                               m_relabel->popup(tiles->viewport()->mapToGlobal(tile.center()));
                           });
    relabel->setMenu(m_relabel);
    m_decisions << relabel;
    m_decisions << add(QStringLiteral("undo"), tr("&Clear"), {QKeySequence(Qt::Key_C)},
                       tr("Take your decision about the selected images back."), [this] { decide(std::nullopt); });
    // Single letters act only while the tiles have the focus.
    for (QAction* action : m_decisions) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_page->review()->tiles()->addAction(action);
    }
    m_page->review()->tiles()->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void DataScreen::fillRelabelMenu() {
    m_relabel->clear();
    QStringList classes = m_model->images()->classes();
    if (classes.isEmpty())
        for (const std::string& name : emotion_names()) classes << QString::fromStdString(name);
    for (qsizetype i = 0; i < classes.size(); ++i) {
        const QString key = i < 9 ? QStringLiteral("&%1  ").arg(i + 1) : QString();
        m_relabel->addAction(key + classes[i], this, [this, name = classes[i]] {
            decide(Override{OverrideAction::kRelabel, name.toStdString()});
        });
    }
}

void DataScreen::decide(const std::optional<Override>& decision) {
    const bool keeps = decision && decision->action == OverrideAction::kKeep;
    std::vector<std::string> hashes;
    int hopeless = 0;
    for (const qint64 line : m_page->review()->tiles()->selectedLines()) {
        const ReviewItem& item = m_model->images()->item(line);
        const bool isHopeless = item.pixel_sha256.empty() || (keeps && !canBeKept(item));
        if (isHopeless) {
            ++hopeless;
        } else {
            hashes.push_back(item.pixel_sha256);
        }
    }
    if (hopeless > 0)
        Q_EMIT messageRaised(information(keeps ? tr("What cannot be read or has no label of the set cannot be kept.")
                                               : tr("What cannot be read is left out in any case."),
                                         keeps ? tr("Give it a label instead.") : QString()));
    m_model->decisions()->decide(hashes, decision);
}

void DataScreen::updateActions() {
    const std::vector<qint64> lines = m_page->review()->tiles()->selectedLines();
    const auto isDecided = [this](qint64 line) { return m_model->images()->decision(line) != nullptr; };
    for (QAction* action : m_decisions) action->setEnabled(m_isInFront && !lines.empty());
    m_decisions.last()->setEnabled(m_isInFront && std::ranges::any_of(lines, isDecided));
    m_build->setEnabled(m_isInFront && m_model->canStart());
    m_report->setEnabled(m_isInFront && m_model->showsBuiltSet());
    m_train->setEnabled(m_isInFront && m_model->showsBuiltSet());
    const ReviewModel& images = *m_model->images();
    if (!m_isInFront) return;
    if (images.total() == 0) {
        Q_EMIT statusChanged({});
        return;
    }
    const auto kept = images.reasons().find(QStringLiteral("kept"));
    const qint64 keptCount = kept == images.reasons().end() ? 0 : kept->second;
    Q_EMIT statusChanged(tr("%1 of %2 kept").arg(QLocale().toString(keptCount), QLocale().toString(images.matching())));
}

}  // namespace bplf::ui
