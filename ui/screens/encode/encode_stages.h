// SPDX-License-Identifier: GPL-3.0-or-later
// What the Encode screen shows at each step: photo and faces, crop, code and reconstruction, expressions.
#pragma once

#include <QWidget>
#include <array>
#include <optional>
#include <vector>

#include "core/engine/types.h"

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace bplf::ui {

class EncodeModel;
class LevelChart;
class PhotoView;
class Picture;
class RangeBar;
class RelabelModel;

/// The photo with boxes, the found faces as thumbnails, and a hint while there is no photo.
class FaceStage : public QWidget {
    Q_OBJECT

  public:
    explicit FaceStage(EncodeModel* model, QWidget* parent = nullptr);

  Q_SIGNALS:
    void openRequested();
    void pasteRequested();

  private:
    void showModel();
    void fillStrip();
    QWidget* emptyPage();

    EncodeModel* m_model;
    QWidget* m_empty;
    QWidget* m_full;
    PhotoView* m_photo;
    QListWidget* m_strip;
    QLabel* m_count;
    QPushButton* m_whole;  ///< offered where no face was found
};

/// The crop as the model sees it, magnified by pixels.
class CropStage : public QWidget {
    Q_OBJECT

  public:
    explicit CropStage(EncodeModel* model, QWidget* parent = nullptr);

  private:
    EncodeModel* m_model;
    Picture* m_crop;
    QLabel* m_text;
};

/// Original, reconstruction, difference; exactness; bits/dim; the levels.
class CodeStage : public QWidget {
    Q_OBJECT

  public:
    CodeStage(EncodeModel* model, QWidget* parent = nullptr);
    void setUsualRange(const ModelInfo& info);

  private:
    void showEncoding();
    void showDifference();
    QHBoxLayout* buildPictures();
    QVBoxLayout* buildNumbers();

    EncodeModel* m_model;
    Picture* m_original = nullptr;
    Picture* m_reconstruction = nullptr;
    Picture* m_difference = nullptr;
    QSpinBox* m_gain = nullptr;
    QLabel* m_exact = nullptr;
    QLabel* m_bits = nullptr;
    QLabel* m_advice = nullptr;
    RangeBar* m_range = nullptr;
    QHBoxLayout* m_charts = nullptr;
    std::optional<std::array<double, 2>> m_usual;
};

/// One tile per label at the same code, and the user's mix.
class UseStage : public QWidget {
    Q_OBJECT

  public:
    UseStage(EncodeModel* model, RelabelModel* relabel, QWidget* parent = nullptr);

  private:
    void rebuild();
    void showTiles();
    void showChoice();

    EncodeModel* m_model;
    RelabelModel* m_relabel;
    QGridLayout* m_grid;
    std::vector<Picture*> m_pictures;
    std::vector<QPushButton*> m_names;
};

}  // namespace bplf::ui
