// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen's inspector: the selected key, the film, the export.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/kit/message.h"
#include "ui/screens/morph/morph_export.h"
#include "ui/screens/morph/morph_player.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace bplf::ui {

class SavedSizeEdit;
class MorphKeyEditor;
class Section;

class MorphPanel : public QWidget {
    Q_OBJECT

  public:
    explicit MorphPanel(MorphPlayer* player, QWidget* parent = nullptr);

    void setModel(const ModelInfo& info);
    /// The export the fields describe, without a path.
    MorphExport exportSettings() const;
    /// Shows a running export; an empty stage ends it.
    void showProgress(const Progress& progress);

  Q_SIGNALS:
    void exportRequested();
    void cancelRequested();
    void allEmotionsRequested();

    void messageRaised(const bplf::ui::Message& message);

  private:
    void takeLatent(const QString& path);
    QWidget* makeFilm();
    QWidget* makeExport();
    void showTimeline();
    void showEstimate();

    MorphPlayer* m_player;
    Section* m_keySection;
    MorphKeyEditor* m_editor;
    QLabel* m_noKey;
    QSpinBox* m_frames;
    QDoubleSpinBox* m_fps;
    QLabel* m_duration;
    QComboBox* m_path;
    QCheckBox* m_loop;
    QPushButton* m_even;
    QPushButton* m_emotions;
    QComboBox* m_kind;
    SavedSizeEdit* m_size;
    QLabel* m_estimate;
    QPushButton* m_export;
    QProgressBar* m_progress;
    QLabel* m_eta;
    QPushButton* m_cancel;
    bool m_isShowing = false;
};

}  // namespace bplf::ui
