// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the Morph screen.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <algorithm>
#include <cmath>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/icons.h"
#include "ui/kit/seed_text.h"
#include "ui/screens/morph/morph_page.h"
#include "ui/screens/morph/morph_screen.h"

namespace bplf::ui {

QAction* MorphScreen::add(const QString& text, const QString& iconName, const QKeySequence& key,
                          const std::function<void()>& call) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setShortcut(key);
    action->setStatusTip(text);
    const QString shown = key.toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? text : QString("%1 (%2)").arg(text, shown));
    connect(action, &QAction::triggered, this, call);
    m_actions << action;
    return action;
}

void MorphScreen::makeActions() {
    const auto edit = [this](auto change) {
        return [this, change] { m_player->edit([&](MorphTimeline& timeline) { change(timeline); }); };
    };
    m_play = add(tr("Play"), "play", Qt::Key_Space,
                 [this] { m_player->isPlaying() ? m_player->pause() : m_player->play(); });
    m_back = add(tr("Previous key"), "previous", {}, [this] { stepKey(-1); });
    m_forward = add(tr("Next key"), "next", {}, [this] { stepKey(1); });
    m_frameBack =
        add(tr("One frame back"), {}, Qt::Key_Comma, [this] { m_player->seek(m_player->timeline().playhead() - 1); });
    m_frameForward = add(tr("One frame forward"), {}, Qt::Key_Period,
                         [this] { m_player->seek(m_player->timeline().playhead() + 1); });
    QAction* plus = add(tr("Add a key with a new seed"), "plus", {}, [this] { addSeed(); });
    m_duplicate = add(tr("Duplicate the key"), "copy", QKeySequence(Qt::CTRL | Qt::Key_D),
                      edit([](MorphTimeline& timeline) { timeline.duplicate(timeline.selected()); }));
    m_remove = add(tr("Remove the key"), "close", {},
                   edit([](MorphTimeline& timeline) { timeline.remove(timeline.selected()); }));
    add(tr("Same face, all emotions"), "face", {}, [this] { sameFaceAllEmotions(); });
    m_even = add(tr("Space keys evenly"), {}, {}, edit([](MorphTimeline& timeline) { timeline.spaceEvenly(); }));
    m_exportFilm = add(tr("Export the morph…"), "save", QKeySequence(Qt::CTRL | Qt::Key_E), [this] { askAndExport(); });
    m_command = add(tr("Copy as command"), "command", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] {
        QApplication::clipboard()->setText(QString::fromStdString(as_command(m_player->timeline().request())));
        Q_EMIT messageRaised(information(tr("The command is on the clipboard.")));
    });
    // Letters and the space bar act only where nothing else wants them.
    for (QAction* local : {m_play, m_frameBack, m_frameForward}) {
        local->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        for (QWidget* widget : m_page->shortcutWidgets()) widget->addAction(local);
    }
    m_page->setActions({m_back, m_play, m_forward, plus, m_duplicate, m_remove, m_command});
}

void MorphScreen::updateActions() {
    const MorphTimeline& timeline = m_player->timeline();
    m_play->setIcon(icon(m_player->isPlaying() ? "pause" : "play"));
    m_play->setText(m_player->isPlaying() ? tr("Pause") : tr("Play"));
    m_play->setToolTip(tr("%1 (Space)").arg(m_play->text()));
    for (QAction* action : {m_play, m_frameBack, m_frameForward, m_command}) action->setEnabled(timeline.isPlayable());
    for (QAction* action : {m_back, m_forward}) action->setEnabled(timeline.size() > 0);
    m_even->setEnabled(!timeline.isEvenlySpaced());
    m_exportFilm->setEnabled(timeline.isPlayable() && !isExporting());
    m_duplicate->setEnabled(timeline.selected() >= 0);
    m_remove->setEnabled(timeline.selected() >= 0);
}

void MorphScreen::newSeed() {
    const int selected = m_player->timeline().selected();
    if (selected < 0) return;
    m_player->edit([selected](MorphTimeline& timeline) {
        MorphKey key = timeline.key(static_cast<std::size_t>(selected));
        key.source = "seed:" + std::to_string(randomSeed());
        timeline.setKey(selected, key);
    });
    showSelectedKey();
}

void MorphScreen::addSeed() {
    MorphKey key;
    const MorphTimeline& timeline = m_player->timeline();
    if (timeline.selected() >= 0)
        key = timeline.key(static_cast<std::size_t>(timeline.selected()));
    else if (bridge()->model() && !bridge()->model()->labels.empty())
        key.look.mix = {{bridge()->model()->labels[0], 1.0}};
    key.source = "seed:" + std::to_string(randomSeed());
    key.hold = 0;
    m_player->edit([&](MorphTimeline& t) { t.append(key); });
    showSelectedKey();
}

/// The preview shows the key that the panel edits.
void MorphScreen::showSelectedKey() {
    const MorphTimeline& timeline = m_player->timeline();
    if (timeline.selected() < 0) return;
    m_player->seek(std::round(timeline.keyFrames()[static_cast<std::size_t>(timeline.selected())]));
}

void MorphScreen::stepKey(int direction) {
    const std::vector<double> frames = m_player->timeline().keyFrames();
    if (frames.empty()) return;
    const int count = static_cast<int>(frames.size());
    const int key = std::clamp(m_player->timeline().selected() + direction, 0, count - 1);
    m_player->edit([&](MorphTimeline& timeline) { timeline.select(key); });
    m_player->seek(frames[static_cast<std::size_t>(key)]);
}

void MorphScreen::sameFaceAllEmotions() {
    const ModelInfo* model = bridge()->model();
    if (model == nullptr || model->labels.empty()) {
        Q_EMIT messageRaised(information(tr("This model knows no labels."), tr("Open a model with emotions.")));
        return;
    }
    m_player->edit([&](MorphTimeline& timeline) {
        const int selected = timeline.selected();
        MorphKey face;
        if (selected >= 0) face = timeline.key(static_cast<std::size_t>(selected));
        timeline.setAllEmotions(face, model->labels);
    });
}

void MorphScreen::showKeyMenu(int key, const QPoint& place) {
    QMenu menu;
    if (key >= 0) {
        menu.addAction(m_duplicate);
        menu.addAction(m_remove);
        menu.addSeparator();
    }
    for (QAction* action : m_actions) {
        const bool isGeneral =
            action->text() == tr("Same face, all emotions") || action->text() == tr("Space keys evenly");
        if (isGeneral) menu.addAction(action);
    }
    menu.exec(place);
}

}  // namespace bplf::ui
