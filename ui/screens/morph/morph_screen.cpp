// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen's parts, its files and its export; its commands are in morph_actions.cpp.
#include "ui/screens/morph/morph_screen.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/screens/morph/morph_files.h"
#include "ui/screens/morph/morph_page.h"
#include "ui/screens/morph/morph_panel.h"

namespace bplf::ui {

MorphScreen::MorphScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent),
      m_player(new MorphPlayer(bridge, this)),
      m_page(new MorphPage(m_player)),
      m_panel(new MorphPanel(m_player)) {
    makeActions();
    connect(m_player, &MorphPlayer::settledChanged, this, &Screen::settledChanged);
    connect(m_player, &MorphPlayer::timelineChanged, this, &MorphScreen::updateActions);
    connect(m_player, &MorphPlayer::timelineChanged, this, [this] {
        m_film.clear();
        Q_EMIT stateEdited();
    });
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

void MorphScreen::receiveKey(const MorphKey& key, const QImage& thumbnail) {
    m_player->edit([&](MorphTimeline& timeline) { timeline.append(key); });
    if (!thumbnail.isNull()) m_player->offerThumbnail(key, fromQImage(thumbnail));
    showSelectedKey();
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
    if (const ModelInfo* info = bridge()->model()) what.licence = info->licence;
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
                m_film = name;
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

}  // namespace bplf::ui
