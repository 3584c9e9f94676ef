// SPDX-License-Identifier: GPL-3.0-or-later
// A part of the Encode screen's inspector: what the photo lacks, drawn from a seed.
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;

namespace bplf {
struct ModelInfo;
}

namespace bplf::ui {

class EncodeModel;
class SeedEdit;

/// Hidden for models of one size.
class CompleteSection : public QWidget {
    Q_OBJECT

  public:
    explicit CompleteSection(EncodeModel* model, QWidget* parent = nullptr);
    void setModel(const ModelInfo& info);

  private:
    void showModel();
    void suggest();
    void draw();

    EncodeModel* m_model;
    QComboBox* m_given;
    QCheckBox* m_colour;
    SeedEdit* m_seed;
    QPushButton* m_draw;
    bool m_isSeedLocked = false;
};

}  // namespace bplf::ui
