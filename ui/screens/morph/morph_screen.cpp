// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of the Morph screen, its files and its export.
#include "ui/screens/morph/morph_screen.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <cmath>
#include <nlohmann/json.hpp>

#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/icons.h"
#include "ui/kit/seed_text.h"
#include "ui/screens/morph/morph_files.h"
#include "ui/screens/morph/morph_page.h"
#include "ui/screens/morph/morph_panel.h"
#include "ui/screens/morph/timeline.h"

namespace bplf::ui {
MorphScreen::MorphScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent),
      m_player(new MorphPlayer(bridge, this)),
      m_page(new MorphPage(m_player)),
      m_panel(new MorphPanel(m_player)) {
    makeActions();
    connect(m_player, &MorphPlayer::settledChanged, this, &Screen::settledChanged);
    connect(m_player, &MorphPlayer::timelineChanged, this, &MorphScreen::updateActions);
    connect(m_player, &MorphPlayer::timelineChanged, this, &Screen::stateEdited);
    connect(m_player, &MorphPlayer::playingChanged, this, &MorphScreen::updateActions);
    connect(m_player, &MorphPlayer::failed, this, [this](const Error& error) {
        Q_EMIT messageRaised(messageFromError(error, tr("The morph cannot be drawn.")));
    });
    connect(m_player, &MorphPlayer::cacheChanged, this, [this] {
        const double cost = m_player->millisecondsPerFrame();
        if (cost > 0) Q_EMIT statusChanged(tr("%1 ms per frame").arg(cost, 0, 'f', cost < 10 ? 1 : 0));
    });
    connect(m_page, &MorphPage::startRequested, this, &MorphScreen::sameFaceAllEmotions);
    connect(m_page, &MorphPage::keyMenuRequested, this, &MorphScreen::showKeyMenu);
    connect(m_page, &MorphPage::filesDropped, this, &MorphScreen::addFiles);
    connect(m_panel, &MorphPanel::allEmotionsRequested, this, &MorphScreen::sameFaceAllEmotions);
    connect(m_panel, &MorphPanel::exportRequested, this, &MorphScreen::askAndExport);
    connect(m_panel, &MorphPanel::messageRaised, this, &Screen::messageRaised);
    connect(m_panel, &MorphPanel::cancelRequested, this, &MorphScreen::cancelExport);
    updateActions();
}

QWidget* MorphScreen::page() {
    return m_page;
}

QWidget* MorphScreen::inspector() {
    return m_panel;
}

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
    m_undo = add(tr("Undo"), "reset", QKeySequence::Undo, edit([](MorphTimeline& timeline) { timeline.undo(); }));
    m_redo = add(tr("Redo"), {}, QKeySequence::Redo, edit([](MorphTimeline& timeline) { timeline.redo(); }));
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
    m_page->setActions({m_back, m_play, m_forward, plus, m_duplicate, m_remove, m_undo, m_command});
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
    m_undo->setEnabled(timeline.canUndo());
    m_redo->setEnabled(timeline.canRedo());
    m_duplicate->setEnabled(timeline.selected() >= 0);
    m_remove->setEnabled(timeline.selected() >= 0);
}

void MorphScreen::activated() {
    m_player->setActive(true);
    updateActions();
}
void MorphScreen::deactivated() {
    m_player->setActive(false);
}

void MorphScreen::modelChanged(const ModelInfo& info) {
    m_panel->setModel(info);
    m_player->setModel(info);
}

void MorphScreen::stop() {
    m_player->stop();
    // Of one file nothing would stay: Esc is pressed too easily for that.
    if (m_export != 0 && m_exportKind != MorphExport::Kind::kPngSequence && !mayCancel()) return;
    cancelExport();
}

bool MorphScreen::mayCancel() {
    QMessageBox question(QMessageBox::Question, tr("Cancel the export?"),
                         tr("A film is being written. Cancelled, nothing of it stays."), QMessageBox::NoButton, m_page);
    question.setObjectName(QStringLiteral("cancelQuestion"));
    QPushButton* cancel = question.addButton(tr("&Cancel the export"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(tr("&Go on"), QMessageBox::RejectRole));
    question.exec();
    return question.clickedButton() == cancel;
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

void MorphScreen::receiveKey(const MorphKey& key, const QImage& thumbnail) {
    m_player->edit([&](MorphTimeline& timeline) { timeline.append(key); });
    if (!thumbnail.isNull()) m_player->offerThumbnail(key, fromQImage(thumbnail));
    showSelectedKey();
}

void MorphScreen::showKeyMenu(int key, const QPoint& place) {
    QMenu menu;
    if (key >= 0) {
        menu.addAction(m_duplicate);
        menu.addAction(m_remove);
        menu.addSeparator();
    }
    for (QAction* action : m_actions) {
        const bool isGeneral = action->text() == tr("Same face, all emotions") ||
                               action->text() == tr("Space keys evenly") || action == m_undo;
        if (isGeneral) menu.addAction(action);
    }
    menu.exec(place);
}

bool MorphScreen::canOpen(const QString& path) const {
    return isLatentFile(path) || isMorphFile(path);
}

void MorphScreen::open(const QStringList& paths) {
    QStringList faces;
    for (const QString& path : paths) {
        if (!isMorphFile(path)) {
            faces << path;
            continue;
        }
        const auto read = capture([&] { return readMorph(path); });
        if (!read.ok()) {
            Q_EMIT messageRaised(messageFromError(read.error(), tr("The morph was not opened.")));
            continue;
        }
        m_player->edit([&](MorphTimeline& timeline) {
            timeline.setRequest(read.value());
            if (const ModelInfo* model = bridge()->model()) timeline.setModel(model->name, model->sha256);
        });
    }
    addFiles(faces, -1);
}

void MorphScreen::addFiles(const QStringList& paths, double frame) {
    for (const QString& path : paths) {
        MorphKey key;
        if (path.endsWith(QLatin1String(".safetensors")) || isLatentFile(path)) {
            addLatent(path, frame);
            continue;
        }
        const auto& timeline = m_player->timeline();
        if (timeline.selected() >= 0)
            key.look.mix = timeline.key(static_cast<std::size_t>(timeline.selected())).look.mix;
        key.source = "photo:" + path.toStdString();
        addKey(key, frame);
    }
}

/// A saved face keeps the expression it was saved with, whatever its neighbours show.
void MorphScreen::addLatent(const QString& path, double frame) {
    const ModelInfo* model = bridge()->model();
    readKeysOfLatent(this, path, model != nullptr ? model->labels : std::vector<std::string>{},
                     [this, path, frame](const Result<std::vector<MorphKey>>& keys) {
                         if (keys.ok()) return addKey(keys.value()[0], frame);
                         const QString name = QFileInfo(path).fileName();
                         Q_EMIT messageRaised(messageFromError(keys.error(), tr("%1 was not added.").arg(name)));
                     });
}

void MorphScreen::addKey(MorphKey key, double frame) {
    m_player->edit([&](MorphTimeline& timeline) {
        if (frame < 0 || timeline.size() == 0) return timeline.append(key);
        const int added = timeline.insertAt(frame);
        key.at = timeline.key(static_cast<std::size_t>(added)).at;
        timeline.setKey(added, key);
    });
    showSelectedKey();
}

QString MorphScreen::askForPath(MorphExport::Kind kind) const {
    if (kind == MorphExport::Kind::kPngSequence)
        return QFileDialog::getExistingDirectory(m_page, tr("Folder for the frames"));
    const bool isGif = kind == MorphExport::Kind::kGif;
    const QString ending = isGif ? ".gif" : ".mp4";
    QString path = QFileDialog::getSaveFileName(m_page, tr("Export the morph"), "morph" + ending,
                                                isGif ? tr("GIF (*.gif)") : tr("MP4 video (*.mp4)"));
    if (!path.isEmpty() && !path.endsWith(ending, Qt::CaseInsensitive)) path += ending;
    return path;
}

void MorphScreen::askAndExport() {
    if (isExporting() || !m_player->timeline().isPlayable()) return;
    MorphExport what = m_panel->exportSettings();
    const QString path = askForPath(what.kind);
    if (path.isEmpty()) return;
    what.path = std::filesystem::path(path.toStdU16String());
    exportTo(what);
}

void MorphScreen::showExport(const Progress& progress) {
    m_panel->showProgress(progress);
    updateActions();
    Q_EMIT progressed(progress);
}

void MorphScreen::exportTo(const MorphExport& what) {
    m_exportKind = what.kind;
    Progress begin;
    begin.stage = "export";
    begin.unit = "frames";
    begin.total = what.request.frames;
    showExport(begin);
    const QPointer<MorphScreen> guard(this);
    EngineBridge* engines = bridge();
    m_export = engines->runBatch<MorphExportSummary>(
        [guard, engines, what](Engine& engine, const std::stop_token& stop) {
            const auto report = [&](const Progress& progress) {
                engines->deliver(QPointer<QObject>(guard.data()), [guard, progress] {
                    if (guard && guard->isExporting()) guard->showExport(progress);
                });
            };
            return exportMorph(engine, what, stop, report, [engines] { engines->yieldToInteractive(); });
        },
        this,
        [this, path = what.path](const Result<MorphExportSummary>& done) {
            m_export = 0;
            showExport({});
            const QString name = QString::fromStdU16String(path.u16string());
            if (done.ok()) {
                const auto& summary = done.value();
                Q_EMIT messageRaised(information(tr("Wrote %1: %2 frames in %3 s, %4 MB.")
                                                     .arg(name)
                                                     .arg(summary.frames)
                                                     .arg(summary.seconds, 0, 'f', 1)
                                                     .arg(static_cast<double>(summary.bytes) / 1e6, 0, 'f', 1)));
            } else if (done.error().kind() != ErrorKind::kInterrupted) {
                Q_EMIT messageRaised(messageFromError(done.error(), tr("The morph was not exported.")));
            }
            Q_EMIT exportFinished(done.ok());
            Q_EMIT settledChanged();
        });
}

void MorphScreen::cancelExport() {
    if (m_export == 0) return;
    bridge()->cancelBatch(m_export);
    m_export = 0;
    showExport({});
    const bool isFolder = m_exportKind == MorphExport::Kind::kPngSequence;
    Q_EMIT messageRaised(information(
        tr("The export was cancelled."),
        isFolder ? tr("PNGs that are written stay; the same export goes on from there.") : tr("Nothing was written.")));
    Q_EMIT exportFinished(false);
}

void MorphScreen::saveState(QSettings& settings) const {
    settings.setValue("morph", QString::fromStdString(to_json(m_player->timeline().request()).dump()));
}

void MorphScreen::restoreState(QSettings& settings) {
    const std::string text = settings.value("morph").toString().toStdString();
    if (text.empty()) return;
    const auto read = capture([&] { return morph_request_from_json(nlohmann::json::parse(text)); });
    if (read.ok()) m_player->edit([&](MorphTimeline& timeline) { timeline.setRequest(read.value()); });
}

}  // namespace bplf::ui
