// SPDX-License-Identifier: GPL-3.0-or-later
// The Encode screen's inspector: photo, face, crop, label of the code, expression, saving.
#pragma once

#include <QWidget>

#include "ui/kit/slider_row.h"

class QAction;
class QComboBox;
class QLabel;
class QVBoxLayout;

namespace bplf {
struct ModelInfo;
}

namespace bplf::ui {

class CompleteSection;
class EncodeModel;
class LabelMixer;
class RelabelModel;
class SavedSizeEdit;

class EncodePanel : public QWidget {
    Q_OBJECT

  public:
    /// `fileActions` open and paste; `resultActions` save and send.
    EncodePanel(EncodeModel* model, RelabelModel* relabel, const QList<QAction*>& fileActions,
                const QList<QAction*>& resultActions, QWidget* parent = nullptr);
    void setModel(const ModelInfo& info);

  private:
    void buildPhoto(QVBoxLayout* layout, const QList<QAction*>& actions);
    void buildCrop(QVBoxLayout* layout);
    void buildLabel(QVBoxLayout* layout);
    void buildExpression(QVBoxLayout* layout);
    void buildResult(QVBoxLayout* layout, const QList<QAction*>& actions);
    SliderRow addSliderRow(QVBoxLayout* layout, const QString& name, double low, double high, int decimals,
                           const QString& suffix);
    void showModel();
    void showGuess();

    EncodeModel* m_model;
    RelabelModel* m_relabel;
    QLabel* m_name = nullptr;
    QComboBox* m_detector = nullptr;
    SliderRow m_margin{}, m_roll{}, m_strength{};
    CompleteSection* m_complete = nullptr;
    QComboBox* m_label = nullptr;
    QLabel* m_guess = nullptr;
    LabelMixer* m_mixer = nullptr;
    SavedSizeEdit* m_savedSize = nullptr;
};

}  // namespace bplf::ui
