// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets bound both ways to the morph's timeline.
#include "ui/screens/morph/morph_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/plot/curve_scale.h"
#include "ui/kit/saved_size_edit.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/morph/morph_files.h"
#include "ui/screens/morph/morph_key_editor.h"

namespace bplf::ui {

MorphPanel::MorphPanel(MorphPlayer* player, QWidget* parent) : QWidget(parent), m_player(player) {
    m_keySection = new Section(tr("Key"));
    m_editor = new MorphKeyEditor;
    m_noKey = mutedLabel(tr("Select a key on the timeline to edit it."));
    m_keySection->content()->addWidget(m_editor);
    m_keySection->content()->addWidget(m_noKey);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kMargin);
    layout->setSpacing(kGap);
    layout->addWidget(m_keySection);
    layout->addWidget(horizontalRule());
    layout->addWidget(makeFilm());
    layout->addWidget(horizontalRule());
    layout->addWidget(makeExport());
    layout->addStretch(1);
    connect(m_player, &MorphPlayer::timelineChanged, this, &MorphPanel::showTimeline);
    connect(m_player, &MorphPlayer::cacheChanged, this, &MorphPanel::showEstimate);
    const auto editKey = [this](auto change) {
        m_player->edit([&](MorphTimeline& timeline) { change(timeline, timeline.selected()); });
    };
    connect(m_editor, &MorphKeyEditor::edited, this, [editKey](const MorphKey& key) {
        editKey([&](MorphTimeline& timeline, int selected) { timeline.setKey(selected, key); });
    });
    connect(m_editor, &MorphKeyEditor::frameEdited, this, [editKey](double frame) {
        editKey([&](MorphTimeline& timeline, int selected) { timeline.move(selected, frame); });
    });
    connect(m_editor, &MorphKeyEditor::latentChosen, this, &MorphPanel::takeLatent);
    connect(m_editor, &MorphKeyEditor::diceRequested, this, [editKey] {
        editKey([](MorphTimeline& timeline, int selected) {
            if (selected < 0) return;
            MorphKey key = timeline.key(static_cast<std::size_t>(selected));
            key.source = "seed:" + std::to_string(QRandomGenerator::global()->bounded(1u << 30));
            timeline.setKey(selected, key);
        });
    });
    showTimeline();
}

void MorphPanel::takeLatent(const QString& path) {
    const ModelInfo* model = m_player->model();
    readKeysOfLatent(this, path, model != nullptr ? model->labels : std::vector<std::string>{},
                     [this](const Result<std::vector<MorphKey>>& read) {
                         if (!read.ok()) {
                             Q_EMIT messageRaised(messageFromError(read.error(), tr("The face was not taken.")));
                             return showTimeline();
                         }
                         m_player->edit([&](MorphTimeline& timeline) {
                             if (timeline.selected() < 0) return;
                             MorphKey key = timeline.key(static_cast<std::size_t>(timeline.selected()));
                             key.source = read.value()[0].source;
                             key.look = read.value()[0].look;
                             timeline.setKey(timeline.selected(), key);
                         });
                     });
}

QWidget* MorphPanel::makeFilm() {
    m_frames = new QSpinBox;
    m_frames->setRange(2, 10000);
    m_frames->setKeyboardTracking(false);
    m_fps = new QDoubleSpinBox;
    m_fps->setRange(1, 50);
    m_fps->setDecimals(1);
    m_fps->setKeyboardTracking(false);
    m_duration = mutedLabel({});
    m_path = new QComboBox;
    m_path->addItem(tr("Slerp, per level"), static_cast<int>(Path::kSlerp));
    m_path->addItem(tr("Linear"), static_cast<int>(Path::kLinear));
    m_loop = new QCheckBox(tr("Loop: come back to the first key"));
    m_even = textButton({}, tr("Space keys evenly"));
    m_emotions = textButton("face", tr("Same face, all emotions"));
    m_emotions->setToolTip(tr("Keep the selected key's face and walk through every label of the model"));
    m_path->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_path->setMinimumContentsLength(8);
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Frames"), m_frames);
    form->addRow(tr("Per second"), m_fps);
    form->addRow(QString(), m_duration);
    form->addRow(tr("Between faces"), m_path);
    auto* section = new Section(tr("Film"));
    section->content()->addWidget(m_emotions);
    section->content()->addLayout(form);
    section->content()->addWidget(m_loop);
    section->content()->addWidget(m_even);
    const auto edit = [this](auto change) {
        if (!m_isShowing) m_player->edit(change);
    };
    connect(m_emotions, &QPushButton::clicked, this, &MorphPanel::allEmotionsRequested);
    connect(m_even, &QPushButton::clicked, this,
            [edit] { edit([](MorphTimeline& timeline) { timeline.spaceEvenly(); }); });
    connect(m_frames, &QSpinBox::valueChanged, this,
            [edit](int frames) { edit([&](MorphTimeline& timeline) { timeline.setFrames(frames); }); });
    connect(m_fps, &QDoubleSpinBox::valueChanged, this,
            [edit](double fps) { edit([&](MorphTimeline& timeline) { timeline.setFps(fps); }); });
    connect(m_loop, &QCheckBox::toggled, this,
            [edit](bool loop) { edit([&](MorphTimeline& timeline) { timeline.setLoop(loop); }); });
    connect(m_path, &QComboBox::activated, this, [this, edit] {
        const auto path = static_cast<Path>(m_path->currentData().toInt());
        edit([&](MorphTimeline& timeline) { timeline.setPath(path); });
    });
    return section;
}

QWidget* MorphPanel::makeExport() {
    m_kind = new QComboBox;
    m_kind->addItem(tr("GIF"), static_cast<int>(MorphExport::Kind::kGif));
    m_kind->addItem(tr("MP4 video"), static_cast<int>(MorphExport::Kind::kMp4));
    m_kind->addItem(tr("PNG sequence"), static_cast<int>(MorphExport::Kind::kPngSequence));
    m_size = new SavedSizeEdit;
    m_estimate = mutedLabel({});
    m_export = textButton("save", tr("Export…"));
    setRole(m_export, "primary");
    m_progress = new QProgressBar;
    m_progress->setTextVisible(true);
    m_eta = mutedLabel({});
    m_cancel = textButton("stop", tr("Cancel"));
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Format"), m_kind);
    auto* running = new QHBoxLayout;
    running->addWidget(m_progress, 1);
    running->addWidget(m_cancel);
    auto* section = new Section(tr("Export"));
    section->content()->addLayout(form);
    section->content()->addWidget(m_size);
    section->content()->addWidget(m_estimate);
    section->content()->addWidget(m_export);
    section->content()->addLayout(running);
    section->content()->addWidget(m_eta);
    connect(m_export, &QPushButton::clicked, this, &MorphPanel::exportRequested);
    connect(m_cancel, &QPushButton::clicked, this, &MorphPanel::cancelRequested);
    connect(m_kind, &QComboBox::activated, this, &MorphPanel::showEstimate);
    connect(m_size, &SavedSizeEdit::edited, this, &MorphPanel::showEstimate);
    showProgress({});
    return section;
}

void MorphPanel::setModel(const ModelInfo& info) {
    m_editor->setModel(info);
    m_emotions->setEnabled(!info.labels.empty());
    showTimeline();
}

void MorphPanel::showTimeline() {
    const QScopedValueRollback guard(m_isShowing, true);
    const MorphTimeline& timeline = m_player->timeline();
    const int selected = timeline.selected();
    m_editor->setVisible(selected >= 0);
    m_noKey->setVisible(selected < 0);
    m_keySection->setTitle(selected < 0 ? tr("Key") : tr("Key %1 of %2").arg(selected + 1).arg(timeline.size()));
    if (selected >= 0) {
        const auto key = static_cast<std::size_t>(selected);
        m_editor->showKey(timeline.key(key), timeline.keyFrames()[key], timeline.lastFrame());
    }
    m_frames->setValue(timeline.request().frames);
    m_fps->setValue(timeline.request().fps);
    m_duration->setText(tr("%1 s of film").arg(timeline.seconds(), 0, 'f', 1));
    m_path->setCurrentIndex(m_path->findData(static_cast<int>(timeline.request().path)));
    m_loop->setChecked(timeline.request().loop);
    m_even->setEnabled(!timeline.isEvenlySpaced());
    showEstimate();
}

MorphExport MorphPanel::exportSettings() const {
    MorphExport what;
    what.request = m_player->timeline().request();
    what.kind = static_cast<MorphExport::Kind>(m_kind->currentData().toInt());
    what.size = m_size->savedSize();
    return what;
}

void MorphPanel::showEstimate() {
    const bool isPlayable = m_player->timeline().isPlayable();
    m_export->setEnabled(isPlayable && !m_progress->isVisible());
    if (!isPlayable) return m_estimate->setText(tr("A film needs two keys."));
    const Image* shown = m_player->frame(static_cast<int>(m_player->timeline().playhead()));
    const int side = m_player->model() ? m_player->model()->width : 32;
    const MorphEstimate estimate =
        estimateMorph(exportSettings(), shown ? *shown : Image(), side, m_player->millisecondsPerFrame());
    m_estimate->setText(QString::fromStdString(describe(estimate)));
}

void MorphPanel::showProgress(const Progress& progress) {
    const bool isRunning = !progress.stage.empty();
    // A button that is hidden gives the focus to whatever comes next in the window.
    const QWidget* focus = window()->focusWidget();
    const bool hadFocus = focus == m_cancel || focus == m_export;
    for (QWidget* widget :
         {static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_eta), static_cast<QWidget*>(m_cancel)}) {
        widget->setVisible(isRunning);
    }
    m_export->setVisible(!isRunning);
    showEstimate();  // a button that is off takes no focus
    if (hadFocus) (isRunning ? m_cancel : m_export)->setFocus();
    if (!isRunning) return;
    m_progress->setRange(0, static_cast<int>(progress.total));
    m_progress->setValue(static_cast<int>(progress.done));
    m_progress->setFormat(tr("%1 of %2 frames").arg(progress.done).arg(progress.total));
    const double left = progress.rate > 0 ? static_cast<double>(progress.total - progress.done) / progress.rate : 0;
    m_eta->setText(progress.rate > 0 ? tr("%1 left").arg(QString::fromStdString(format_duration(std::ceil(left))))
                                     : QString());
}

}  // namespace bplf::ui
